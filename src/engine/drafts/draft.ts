import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import {
  documentedCapabilities,
  maxMediaUrls,
  modelOf,
  nearestDuration,
  type Capabilities,
} from '../../shared/capabilities.ts';
import type { Draft, DraftSettings, Reference } from '../../shared/draft.ts';
import { line } from '../../shared/line.ts';
import { mediaKindOf, mediaKindOfUrl } from '../../shared/media.ts';
import { isImage, maxImages } from '../../shared/plan.ts';
import { list, number } from '../amounts.ts';

/** A draft, and what was changed or left out on the way to it, as sentences for the user. */
export interface Edited {
  readonly draft: Draft;
  readonly notices: readonly string[];
}

/** The settings of somebody who has made nothing yet: the service's published example. */
const firstSettings = {
  model: documentedCapabilities[0].id,
  aspectRatio: '16:9',
  duration: 5,
  resolution: '720p',
} satisfies Partial<DraftSettings>;

/** Longest name of a reference, in characters: what a file system takes. A URL may end in more. */
const maxName = 255;

/** An empty draft with the settings of `last`: the draft that was sent last, or a clip that is gone on from. */
export function newDraft(last?: Pick<Draft, 'model' | 'aspectRatio' | 'duration' | 'resolution'>): Draft {
  const { model, aspectRatio, duration, resolution } = last ?? firstSettings;
  return {
    id: randomUUID(),
    references: [],
    prompt: '',
    model,
    aspectRatio,
    duration,
    resolution,
    // Not taken over: it is out of sight, and says where results go.
    webhookUrl: '',
    metadata: '',
    fileName: '',
  };
}

/** A reference to a file. `name` is the file's name, which may hold anything. */
export function fileReference(uri: string, name: string): Reference {
  const kind = mediaKindOf(name);
  return shown(name, { type: 'file', uri }, kind);
}

/** A reference to a URL. Its name is the last part of the path, or the host. */
export function urlReference(url: string): Reference {
  const kind = mediaKindOfUrl(url);
  return shown(urlName(url), { type: 'url', url }, kind);
}

/** A reference as it is called in all sentences: its name turns none of them around. */
function shown(name: string, source: Reference['source'], kind: Reference['kind']): Reference {
  return { id: randomUUID(), name: line(name, maxName), source, ...(kind !== undefined && { kind }) };
}

function urlName(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, host } = new URL(url);
  const last = pathname.split('/').findLast((part) => part !== '');
  if (last === undefined) return host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/**
 * Adds references, each source once, and says what was left out: more images than can be made into a clip each at once, and of the
 * others more than the service takes for one clip.
 */
export function addReferences(draft: Draft, added: readonly Reference[]): Edited {
  const known = new Set(draft.references.map(sourceKey));
  const fresh = added.filter((reference) => {
    const key = sourceKey(reference);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
  return appendReferences(draft, fresh);
}

/** The same, but for a source that is there already: it comes once more, as a clip that begins and ends with one picture is a loop. */
export function appendReferences(draft: Draft, added: readonly Reference[]): Edited {
  const taken = roomFor(draft, added);
  const left = added.filter((reference) => !taken.includes(reference));
  const notices =
    left.length === 0
      ? []
      : [
          l10n.t(
            'At most {0} images, and {1} videos or sounds, at once. Left out: {2}.',
            number(maxImages),
            number(maxMediaUrls),
            names(left.map(({ name }) => name)),
          ),
        ];
  return { draft: { ...draft, references: [...draft.references, ...taken] }, notices };
}

/** Those of the references that the draft can still take. */
export function roomFor({ references }: Draft, added: readonly Reference[]): Reference[] {
  const images = references.filter(({ kind }) => isImage(kind)).length;
  const room = { images: maxImages - images, others: maxMediaUrls - (references.length - images) };
  return added.filter(({ kind }) => (isImage(kind) ? room.images-- : room.others--) > 0);
}

/** Says which of the chosen files are no media, or undefined where all are. */
export function leftOutNotice(otherNames: readonly string[]): string | undefined {
  return otherNames.length === 0
    ? undefined
    : l10n.t('Left out, as they are no image, video or audio: {0}.', names(otherNames));
}

export function removeReference(draft: Draft, id: string): Draft {
  return { ...draft, references: draft.references.filter((reference) => reference.id !== id) };
}

/** Puts the reference at place `to` (from 0; what is out of range means the nearest end). */
export function moveReference(draft: Draft, id: string, to: number): Draft {
  const moved = draft.references.find((reference) => reference.id === id);
  if (moved === undefined || !Number.isInteger(to)) return draft;
  const others = draft.references.filter((reference) => reference !== moved);
  const place = Math.max(0, Math.min(others.length, to));
  return { ...draft, references: others.toSpliced(place, 0, moved) };
}

/** Puts a file in the place of a reference's source. `name` is the file's name; a URL that was typed for the one before is gone. */
export function replaceFile(draft: Draft, id: string, uri: string, name: string): Draft {
  return {
    ...draft,
    references: draft.references.map((reference) =>
      reference.id === id ? { ...fileReference(uri, name), id } : reference,
    ),
  };
}

/** Remembers the public URL of a local file; empty takes it back. */
export function setPublicUrl(draft: Draft, id: string, url: string): Draft {
  return {
    ...draft,
    references: draft.references.map((reference) => {
      if (reference.id !== id) return reference;
      const { name, kind, source } = reference;
      const bare = { id, name, source, ...(kind !== undefined && { kind }) };
      return url.trim() === '' ? bare : { ...bare, publicUrl: url.trim() };
    }),
  };
}

/** Applies what was typed or picked. A choice that the chosen model does not have moves to the nearest one, and that is said. */
export function applySettings(
  draft: Draft,
  settings: { readonly [K in keyof DraftSettings]?: DraftSettings[K] | undefined },
  capabilities: Capabilities,
): Edited {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return fitToModel({ ...draft, ...given }, capabilities);
}

/** Moves duration, aspect and resolution to what the draft's model makes. A model that is not offered any more becomes the default. */
export function fitToModel(draft: Draft, capabilities: Capabilities): Edited {
  const notices: string[] = [];
  let model = modelOf(capabilities, draft.model);
  if (model === undefined) {
    model = capabilities[0];
    notices.push(l10n.t('The service does not offer “{0}” any more; the model is now {1}.', draft.model, model.label));
  }
  const fitted = { ...draft, model: model.id };
  const duration = nearestDuration(model.durations, draft.duration);
  if (duration !== undefined && duration !== draft.duration) {
    fitted.duration = duration;
    notices.push(
      l10n.t(
        '{0} makes no clips of {1} s; the duration is now {2} s.',
        model.label,
        number(draft.duration),
        number(duration),
      ),
    );
  }
  const [firstRatio] = model.aspectRatios;
  if (firstRatio !== undefined && !model.aspectRatios.includes(draft.aspectRatio)) {
    fitted.aspectRatio = firstRatio;
    notices.push(l10n.t('{0} makes no {1} clips; the aspect is now {2}.', model.label, draft.aspectRatio, firstRatio));
  }
  const resolution = lowerResolution(model.resolutions, draft.resolution);
  if (resolution !== undefined && !model.resolutions.includes(draft.resolution)) {
    fitted.resolution = resolution;
    notices.push(
      l10n.t('{0} makes no {1} clips; the resolution is now {2}.', model.label, draft.resolution, resolution),
    );
  }
  return { draft: fitted, notices };
}

/** The highest resolution that is not above the wanted one, as it costs no more; else the lowest. */
function lowerResolution(resolutions: readonly string[], wanted: string): string | undefined {
  const lines = (resolution: string): number => Number.parseInt(resolution, 10);
  const ascending = resolutions.toSorted((a, b) => lines(a) - lines(b));
  return ascending.findLast((resolution) => lines(resolution) <= lines(wanted)) ?? ascending[0];
}

/** True where nothing of the draft was typed or changed by hand since it was made from `last`'s settings. */
export function isUntouched(draft: Draft): boolean {
  return draft.prompt === '' && draft.metadata === '' && draft.fileName === '';
}

/** True where both are to be made from the same files and URLs, whatever their order. */
export function haveSameSources(one: Draft, other: Draft): boolean {
  const [keys, others] = [one, other].map(({ references }) => references.map(sourceKey).sort().join('\n'));
  return keys === others;
}

function sourceKey({ source }: Reference): string {
  return source.type === 'file' ? `file ${source.uri}` : `url ${source.url}`;
}

/** Some names, and how many more. */
function names(all: readonly string[]): string {
  const first = all.slice(0, 5).map((name) => line(name, 60));
  const more = all.length - first.length;
  return more > 0 ? list([...first, l10n.t('{0} more', number(more))], 'long') : list(first);
}
