import { counted, fill } from '../../shared/counted.ts';
import { numberText } from '../../shared/numberText.ts';
import { percent } from '../page/percent.ts';
import type { ComposerModel } from './model.ts';

/** How often an upload is told: each quarter of a file. */
const steps = 4;

/** What a screen reader is told from the click on Generate on. Changes rarely, as it is read out at each change. */
export function sendingText({
  strings,
  state,
  language,
}: Pick<ComposerModel, 'strings' | 'state' | 'language'>): string {
  const series =
    state.sent === undefined
      ? ''
      : `${counted(strings.sent, state.sent.of, language, numberText(state.sent.done, language))} `;
  return series + stepText({ strings, state, language });
}

function stepText({ strings, state, language }: Pick<ComposerModel, 'strings' | 'state' | 'language'>): string {
  if (state.waiting !== undefined) return state.waiting;
  if (state.phase === 'asking') return strings.asking;
  if (state.phase !== 'uploading') return strings.sending;
  const current = state.travel.find(({ progress }) => progress !== undefined && progress < 1);
  const reference = state.draft.references.find(({ id }) => id === current?.referenceId);
  if (current?.progress === undefined || reference === undefined) return strings.preparing;
  const told = Math.floor(current.progress * steps) / steps;
  return fill(strings.uploadingShare, reference.name, percent(told, language));
}
