import * as l10n from '@vscode/l10n';
import type { Reference } from '../../../shared/draft.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { MediaFacts } from './facts.ts';
import { copyMend } from './pictureCopy.ts';
import { maxPictureSize, ratios, sides } from './upstream.ts';

/** What a reference is about: all but the place where it is said. */
export type Advice = Pick<Problem, 'message' | 'mend'>;

/** What is worth knowing of a picture before it is paid for, with the copy that would mend it where one can be made. */
export function pictureAdvice(reference: Reference, facts: MediaFacts): Advice[] {
  const { name } = reference;
  const { width, height, size = 0, rotated, located } = facts;
  const advice: Advice[] = [];
  const warn = (message: string, label?: string): void => {
    advice.push({ message, ...(label !== undefined && copyMend(reference, facts, label)) });
  };
  if (width !== undefined && height !== undefined) {
    const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
    if (shorter < sides.least || longer > sides.most) {
      const message = l10n.t(
        '“{0}” is {1} × {2} px. The model takes {3} to {4} px a side: resize it.',
        name,
        width,
        height,
        sides.least,
        sides.most,
      );
      warn(message, l10n.t('Resize a copy'));
    }
    const ratio = width / height;
    if (ratio < ratios.least)
      warn(l10n.t('“{0}” is more than 2.5 times as high as wide, which the model may refuse: crop it.', name));
    if (ratio > ratios.most)
      warn(l10n.t('“{0}” is more than 2.5 times as wide as high, which the model may refuse: crop it.', name));
  }
  if (size > maxPictureSize)
    warn(
      l10n.t('“{0}” has more than 30 MB, which the model may refuse: make it smaller.', name),
      l10n.t('Resize a copy'),
    );
  if (rotated) {
    const message = l10n.t(
      '“{0}” is upright only by its EXIF data. The service may see it lying on its side or mirrored: make an upright copy.',
      name,
    );
    warn(message, l10n.t('Make an upright copy'));
  }
  if (located) {
    const message = l10n.t('“{0}” tells in its EXIF data where it was taken. Strip it if nobody should know.', name);
    warn(message, l10n.t('Strip metadata'));
  }
  return advice;
}
