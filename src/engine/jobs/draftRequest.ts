import * as l10n from '@vscode/l10n';
import type { Capabilities } from '../../shared/capabilities.ts';
import type { Draft } from '../../shared/draft.ts';
import type { Problem } from '../../shared/problem.ts';
import type { GenerationRequest } from '../../shared/request.ts';
import { checkRequest } from './requestRules.ts';
import { mediaKindOf } from '../../shared/media.ts';

/** Under this name the service keeps our job's id in the request's metadata: the one handle on a job whose reply was lost. */
export const jobIdField = 'seedanceStudioJob';

/** The request that a draft asks for, with the references' URLs in their order. Throws `SyntaxError` where its metadata is no JSON. */
export function requestOf(draft: Draft, urls: readonly string[]): GenerationRequest {
  const webhookUrl = draft.webhookUrl.trim();
  return {
    model: draft.model,
    prompt: draft.prompt,
    ...(urls.length > 0 && { mediaUrls: urls }),
    aspectRatio: draft.aspectRatio,
    duration: draft.duration,
    resolution: draft.resolution,
    ...(webhookUrl !== '' && { webhookUrl }),
    // The rules say whether it is an object.
    ...(draft.metadata.trim() !== '' && { metadata: JSON.parse(draft.metadata) as Record<string, unknown> }),
  };
}

/** The request as it is kept: a signed link is a key to the file, and may carry a session token, so only its address stays. */
export function withoutSignatures(request: GenerationRequest): GenerationRequest {
  const mediaUrls = request.mediaUrls?.map((url) =>
    /[?&]X-Amz-Signature=/i.test(url) ? (url.split('?')[0] ?? '') : url,
  );
  return mediaUrls === undefined ? request : { ...request, mediaUrls };
}

/** The same request with our job's id beside the user's own metadata. */
export function withJobId(request: GenerationRequest, jobId: string): GenerationRequest {
  return { ...request, metadata: { ...request.metadata, [jobIdField]: jobId } };
}

/**
 * Holds a draft against the rules before anything is sent. `urls` are the references' as far as they are known: what is still
 * undefined is judged by its name alone. `places`: see `checkRequest`.
 */
export function checkDraft(
  draft: Draft,
  urls: readonly (string | undefined)[],
  capabilities: Capabilities,
  origin: string,
  places?: readonly number[],
): Problem[] {
  const stand = urls.map((url, index) => url ?? standIn(draft.references[index]?.name ?? ''));
  try {
    return checkRequest(requestOf(draft, stand), capabilities, origin, places);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = l10n.t('Metadata is not JSON: {0}. Mend it or leave it empty.', error.message);
    return [
      ...checkRequest(requestOf({ ...draft, metadata: '' }, stand), capabilities, origin, places),
      { field: 'metadata', severity: 'error', message },
    ];
  }
}

/** A URL that is only as wrong as the name of the file that is still to get one. */
function standIn(name: string): string {
  return `https://host.invalid/${mediaKindOf(name) === undefined ? 'file' : encodeURIComponent(name.toWellFormed())}`;
}
