import * as l10n from '@vscode/l10n';
import { maxMediaUrls, modelOf, type Capabilities } from '../../shared/capabilities.ts';
import { mediaKindOfUrl } from '../../shared/media.ts';
import { choice, list, number } from '../amounts.ts';
import { isPrivateHost } from '../api/publicLookup.ts';
import type { Problem, ProblemField } from '../../shared/problem.ts';
import type { GenerationRequest } from '../../shared/request.ts';
import { isLoopback, isReferenceable } from '../../shared/url.ts';

/**
 * Holds a request against the documented limits of the service. Errors stop it before anything is sent; warnings do not.
 * `origin` is the base URL's own: where it is loopback (the sandbox, a test server), media may be on this machine too. `places`: where
 * the media stand among those that a person sees, from 0, where not all of them are in this request.
 */
export function checkRequest(
  request: GenerationRequest,
  capabilities: Capabilities,
  origin: string,
  places?: readonly number[],
): Problem[] {
  return [
    ...checkPrompt(request.prompt),
    ...checkModel(request, capabilities),
    ...checkMedia(request.mediaUrls ?? [], origin, places),
    ...checkWebhook(request.webhookUrl),
    ...checkMetadata(request.metadata),
  ];
}

function error(field: ProblemField, message: string, index?: number): Problem {
  return { field, severity: 'error', message, ...(index !== undefined && { index }) };
}

function warning(field: ProblemField, message: string, index?: number): Problem {
  return { ...error(field, message, index), severity: 'warning' };
}

function checkPrompt(prompt: string): Problem[] {
  return prompt.trim() === '' ? [error('prompt', l10n.t('Say what should happen in the clip.'))] : [];
}

function checkModel(request: GenerationRequest, capabilities: Capabilities): Problem[] {
  const model = modelOf(capabilities, request.model);
  if (model === undefined) {
    const names = list(capabilities.map(({ label }) => label));
    return [
      error('model', l10n.t('The service does not offer the model “{0}”. Choose one of: {1}.', request.model, names)),
    ];
  }
  const { aspectRatio, duration, resolution } = request;
  const problems: Problem[] = [];
  if (aspectRatio !== undefined && !model.aspectRatios.includes(aspectRatio)) {
    const offered = list(model.aspectRatios);
    problems.push(
      error(
        'aspectRatio',
        l10n.t('{0} does not make {1} clips. Choose one of: {2}.', model.label, aspectRatio, offered),
      ),
    );
  }
  if (duration !== undefined && !model.durations.includes(duration)) {
    const offered = durationsText(model.durations);
    problems.push(
      error(
        'duration',
        l10n.t('{0} does not make clips of {1} s. Choose {2}.', model.label, number(duration), offered),
      ),
    );
  }
  if (resolution !== undefined && !model.resolutions.includes(resolution)) {
    const offered = list(model.resolutions);
    problems.push(
      error('resolution', l10n.t('{0} does not make {1} clips. Choose one of: {2}.', model.label, resolution, offered)),
    );
  }
  return problems;
}

/** "4–15 s" for an unbroken run of whole seconds, else "5 s or 10 s". */
export function durationsText(durations: readonly number[]): string {
  const first = durations[0];
  const last = durations.at(-1);
  if (first === undefined || last === undefined) return '';
  const unbroken = durations.length > 2 && durations.every((seconds, index) => seconds === first + index);
  if (unbroken) return l10n.t('{0}–{1} s', number(first), number(last));
  return choice(durations.map((seconds) => l10n.t('{0} s', number(seconds))));
}

function checkMedia(urls: readonly string[], origin: string, places?: readonly number[]): Problem[] {
  const problems = urls.flatMap((url, index) => checkMediaUrl(url, places?.[index] ?? index, origin));
  if (urls.length > maxMediaUrls) {
    problems.unshift(
      error(
        'mediaUrls',
        l10n.t(
          'The service takes at most {0} references; there are {1}. Remove some.',
          number(maxMediaUrls),
          number(urls.length),
        ),
      ),
    );
  }
  return problems;
}

function checkMediaUrl(url: string, index: number, origin: string): Problem[] {
  const place = number(index + 1);
  if (!URL.canParse(url)) {
    return [
      error('mediaUrls', l10n.t('Reference {0} is not a URL. Give one that starts with https://.', place), index),
    ];
  }
  const { hostname, username, password } = new URL(url);
  if (!isReferenceable(url, origin)) {
    const message = isLoopback(hostname)
      ? l10n.t(
          'Reference {0} is on this machine, where the service cannot fetch it. Give a public https:// URL.',
          place,
        )
      : l10n.t('Reference {0} does not start with https://. The service fetches HTTPS URLs only.', place);
    return [error('mediaUrls', message, index)];
  }
  if (isPrivateHost(hostname) && !isLoopback(hostname)) {
    return [
      error(
        'mediaUrls',
        l10n.t(
          'Reference {0} is in a private network, where the service cannot fetch it. Give a public https:// URL.',
          place,
        ),
        index,
      ),
    ];
  }
  if (username !== '' || password !== '') {
    return [
      error(
        'mediaUrls',
        l10n.t('Reference {0} has a user name or password in its URL. Give one without.', place),
        index,
      ),
    ];
  }
  if (mediaKindOfUrl(url) === undefined) {
    return [
      warning(
        'mediaUrls',
        l10n.t('Reference {0} does not end in a known image, video or audio type; the service may refuse it.', place),
        index,
      ),
    ];
  }
  return [];
}

function checkWebhook(webhookUrl: string | undefined): Problem[] {
  if (webhookUrl === undefined) return [];
  const protocol = URL.canParse(webhookUrl) ? new URL(webhookUrl).protocol : '';
  if (protocol === 'https:') return [];
  if (protocol === 'http:') {
    return [
      warning('webhookUrl', l10n.t('The webhook is plain http: what the service sends there can be read on the way.')),
    ];
  }
  return [
    error('webhookUrl', l10n.t('The webhook is not a URL. Give one that starts with https://, or leave it empty.')),
  ];
}

function checkMetadata(metadata: unknown): Problem[] {
  const isObject = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  if (metadata === undefined || isObject) return [];
  return [
    error('metadata', l10n.t('Metadata must be a JSON object, such as {"shot": 12}. Mend it or leave it empty.')),
  ];
}
