import * as l10n from '@vscode/l10n';
import type { Reference } from '../../../shared/draft.ts';
import { mediaKindOf } from '../../../shared/media.ts';
import type { MediaFacts } from './facts.ts';
import type { Advice } from './pictureAdvice.ts';
import { copyFormat, copyMend } from './pictureCopy.ts';

/** A file whose ending names another format of the same kind: who goes by the ending reads it wrong. */
export function endingAdvice(reference: Reference, facts: MediaFacts): Advice[] {
  const { name } = reference;
  const { kind, format, endings } = facts;
  const ending = endingOf(reference);
  if (ending === undefined || format === undefined || endings === undefined || endings.includes(ending)) return [];
  const message = l10n.t(
    '“{0}” is {1} inside, though it ends in .{2}. The service may not be able to read it.',
    name,
    format,
    ending,
  );
  return [{ message, ...(kind === 'image' && copyMend(reference, facts, convertTo(facts))) }];
}

function convertTo(facts: MediaFacts): string {
  return l10n.t(
    'Convert to {0}',
    { 'image/png': 'PNG', 'image/jpeg': 'JPEG', 'image/webp': 'WebP' }[copyFormat(facts)],
  );
}

/** Without the dot, in small letters; undefined where it promises nothing. */
function endingOf({ name, source }: Reference): string | undefined {
  const path = source.type === 'url' && URL.canParse(source.url) ? new URL(source.url).pathname : name;
  return mediaKindOf(path) === undefined ? undefined : path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}
