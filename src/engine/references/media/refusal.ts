import * as l10n from '@vscode/l10n';
import type { Reference } from '../../../shared/draft.ts';
import { mediaExtensions, type MediaKind } from '../../../shared/media.ts';
import type { MediaFacts } from './facts.ts';
import type { Advice } from './pictureAdvice.ts';
import { copyMend } from './pictureCopy.ts';
import { list } from '../../amounts.ts';

/** Larger than any reference that somebody means to send, bytes. */
export const maxFileSize = 512 * 1024 * 1024;

/** Pictures that the service does not take and that a browser can turn into one that it takes. */
const convertible: readonly (string | undefined)[] = ['image/avif'];

/** Why the service cannot use a reference, as far as its own page says so, or undefined. */
export function refusal(reference: Reference, facts: MediaFacts): Advice | undefined {
  const { name, kind: promised, source } = reference;
  const { size, kind, format, mime, unknown } = facts;
  if (size === 0) return { message: l10n.t('“{0}” is empty. Choose another file.', name) };
  if (source.type === 'file' && size !== undefined && size > maxFileSize)
    return { message: l10n.t('“{0}” has more than 512 MB, perhaps picked by mistake. Choose a smaller file.', name) };
  // Pictures and clips always begin in a known way; sound may begin with anything.
  if (unknown === true && promised === 'image')
    return { message: l10n.t('“{0}” is not a picture, whatever its name says. Choose another file.', name) };
  if (format === undefined) return undefined;
  if (kind === undefined) {
    const convert = convertible.includes(mime) ? copyMend(reference, facts, l10n.t('Convert to PNG')) : {};
    return {
      message: l10n.t(
        '“{0}” is {1} inside. The service takes {2}: export it as one of these.',
        name,
        format,
        takenText(promised),
      ),
      ...convert,
    };
  }
  return promised === undefined || promised === kind ? undefined : { message: otherKind(name, format, kind) };
}

/** Whole sentences, as languages bend these words. */
function otherKind(name: string, format: string, kind: MediaKind): string {
  const ending = mediaExtensions[kind].join(', .');
  switch (kind) {
    case 'image':
      return l10n.t('“{0}” is a picture ({1}) inside. Give its name the right ending: .{2}.', name, format, ending);
    case 'video':
      return l10n.t('“{0}” is a video ({1}) inside. Give its name the right ending: .{2}.', name, format, ending);
    case 'audio':
      return l10n.t('“{0}” is sound ({1}) inside. Give its name the right ending: .{2}.', name, format, ending);
  }
}

/** The endings of a kind, or of all. */
function takenText(kind: MediaKind | undefined): string {
  const endings = kind === undefined ? Object.values(mediaExtensions).flat() : mediaExtensions[kind];
  return list(endings.map((ending) => `.${ending}`));
}
