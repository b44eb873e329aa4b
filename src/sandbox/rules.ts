import { isOnThisMachine, mediaTypeOf, uploadIn } from './mediaUrl.ts';
import {
  aspectRatios,
  durationsOf,
  models,
  resolutions,
  type AspectRatio,
  type Model,
  type Resolution,
} from './models.ts';
import { invalid } from './refusal.ts';

/** A create request after its checks, with the defaults filled in. */
export interface Generation {
  readonly model: Model;
  readonly prompt: string;
  readonly mediaUrls: readonly string[];
  readonly aspectRatio: AspectRatio;
  /** Seconds. */
  readonly duration: number;
  readonly resolution: Resolution;
}

type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Checks the body of a create as the reference states it. Unknown fields are let pass, and whether an upload exists is not looked at.
 * What is left out becomes 16:9, 5 s, 720p: the reference gives no defaults, its only example has these.
 *
 * @param fetchesMedia Takes any URL of this machine, as a sandbox does that fetches them; otherwise only those of uploads.
 * @throws Refusal (400) that names the first broken field.
 */
export function checkGeneration(body: unknown, fetchesMedia = false): Generation {
  if (!isObject(body)) throw invalid('The request body must be a JSON object.');
  const model = oneOf(body, 'model', models);
  const { prompt } = body;
  if (typeof prompt !== 'string' || prompt.trim() === '') throw invalid('prompt is required.');
  checkExtras(body);
  return {
    model,
    prompt,
    mediaUrls: checkMedia(body['mediaUrls'], fetchesMedia),
    aspectRatio: oneOf(body, 'aspectRatio', aspectRatios, '16:9'),
    duration: oneOf(body, 'duration', durationsOf(model), 5),
    resolution: oneOf(body, 'resolution', resolutions, '720p'),
  };
}

/** The field's value, or the default where the field is absent; without a default the field is required. */
function oneOf<T extends string | number>(body: Fields, field: string, allowed: readonly T[], absent?: T): T {
  const value = body[field] ?? absent;
  const found = allowed.find((each) => each === value);
  if (found !== undefined && body[field] !== null) return found;
  throw invalid(value === undefined ? `${field} is required.` : `${field} must be one of: ${allowed.join(', ')}.`);
}

function checkMedia(value: unknown, fetchesMedia: boolean): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalid('mediaUrls must be an array of URLs.');
  if (value.length > 5) throw invalid('mediaUrls takes at most 5 items.');
  const urls = value.map((url, index) => checkMediaUrl(url, index, fetchesMedia));
  // The model's maker refuses sound without a picture to go with it.
  if (urls.length > 0 && urls.every((url) => mediaTypeOf(new URL(url).pathname)?.kind === 'audio')) {
    throw invalid('mediaUrls cannot be audio alone: add an image or a video.');
  }
  return urls;
}

function checkMediaUrl(url: unknown, index: number, fetchesMedia: boolean): string {
  const isOwn = (local: string): boolean => (fetchesMedia ? isOnThisMachine(local) : uploadIn(local) !== undefined);
  if (typeof url === 'string' && (URL.parse(url)?.protocol === 'https:' || isOwn(url))) return url;
  throw invalid(`mediaUrls[${index}] must be a public HTTPS URL.`);
}

function checkExtras({ webhookUrl, metadata }: Fields): void {
  if (webhookUrl !== undefined) {
    const protocol = typeof webhookUrl === 'string' ? URL.parse(webhookUrl)?.protocol : undefined;
    if (protocol !== 'https:' && protocol !== 'http:') throw invalid('webhookUrl must be a URL.');
  }
  if (metadata !== undefined && !isObject(metadata)) throw invalid('metadata must be an object.');
}
