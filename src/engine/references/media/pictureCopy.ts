import type { Reference } from '../../../shared/draft.ts';
import type { CopyFormat, Problem } from '../../../shared/problem.ts';
import { copyFormats } from '../../../shared/problem.ts';
import type { MediaFacts } from './facts.ts';
import type { Size } from './size.ts';
import { maxPictureSize, sides } from './upstream.ts';

/**
 * The mend that replaces a picture by a copy. Whatever it is offered for, the copy is one that mends all: upright, without metadata,
 * of a size the model takes. Undefined where none can be made: it is no file of ours to copy, or no copy could have such a size.
 */
export function copyMend(reference: Reference, facts: MediaFacts, label: string): Pick<Problem, 'mend'> {
  const size = fitted(facts);
  if (reference.source.type !== 'file' || size === undefined) return {};
  const copy = { referenceId: reference.id, mime: copyFormat(facts), ...size };
  return { mend: { label, action: { type: 'copy', copy } } };
}

/** Its own format where a canvas writes that. */
export function copyFormat({ mime }: MediaFacts): CopyFormat {
  return copyFormats.find((format) => format === mime) ?? 'image/png';
}

/** How much of the largest size is aimed at: how well a copy can be compressed is not known before. */
const margin = 0.8;

/** The size nearest to the picture's own at which no side and not the file is too small or too large; its ratio stays. */
function fitted({ width, height, size = 0 }: MediaFacts): Size | undefined {
  if (width === undefined || height === undefined) return undefined;
  const least = sides.least / Math.min(width, height);
  const most = sides.most / Math.max(width, height);
  if (least > most) return undefined;
  const lighter = size > maxPictureSize ? Math.sqrt((maxPictureSize * margin) / size) : 1;
  const scale = Math.max(Math.min(1, most, lighter), least);
  const scaled = (side: number): number => Math.min(Math.max(Math.round(side * scale), sides.least), sides.most);
  return scale === 1 ? { width, height } : { width: scaled(width), height: scaled(height) };
}
