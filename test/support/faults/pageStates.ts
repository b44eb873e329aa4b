import type { ComposerState } from '../../../src/shared/composerMessages.ts';
import { settingKeys, type CompareState, type SettingKey } from '../../../src/shared/compareMessages.ts';
import type { LibraryEvent } from '../../../src/shared/libraryMessages.ts';
import { onePlan } from '../../../src/shared/plan.ts';
import { previewActions, type PreviewState } from '../../../src/shared/previewMessages.ts';
import type { UnknownState } from '../../../src/shared/unknownMessages.ts';
import { draftOf } from '../engine/fixtures.ts';

const ways = ['checking', 'ready', 'upload', 'local', 'needsUrl'] as const;

/** A state of the composer's page with one text in the place of all that a stranger may have written. */
export function composerState(text: string, edit: number): ComposerState {
  const references = ways.map((way) => ({ id: way, name: text, source: { type: 'url', url: text } as const }));
  const model = { id: text, label: text, durations: [5], aspectRatios: [text, '1:1'], resolutions: [text, '720p'] };
  const fields = { prompt: text, model: text, aspectRatio: text, resolution: text, webhookUrl: text, metadata: text };
  return {
    draft: draftOf({ ...fields, fileName: text, references }),
    edit,
    capabilities: [model],
    plan: onePlan,
    mode: 'references',
    tokens: references.map(() => text),
    travel: references.map(({ id }) => ({
      ...{ referenceId: id, way: id, text, detail: text },
      ...(id === 'needsUrl' && { tried: [text] }),
      ...(id === 'ready' && { typedUrl: text }),
    })),
    problems: [
      ...(['prompt', 'mediaUrls', 'fileName', 'webhookUrl', 'metadata', 'model'] as const).map((field) => ({
        ...({ field, severity: 'error', message: text } as const),
        ...(field === 'mediaUrls' && { index: 0 }),
      })),
      {
        ...({ field: 'aspectRatio', severity: 'warning', message: text } as const),
        mend: { label: text, action: { type: 'aspectRatio', value: text } as const },
      },
    ],
    kept: true,
    notices: [text, text],
    price: text,
    wait: text,
    sandbox: false,
    host: text,
    phase: 'editing',
    failure: text,
  };
}

/** The same for the preview, whose clip stays what it is. */
export function previewState(text: string, source: string): PreviewState {
  const disabled = Object.fromEntries(previewActions.map((action) => [action, text]));
  const clip = { title: text, detail: text, current: false };
  const related = { takes: [clip, { ...clip, job: text }], chain: [clip, { ...clip, job: text }] };
  const references = {
    name: text,
    references: [{ name: text }, { name: text, kind: 'image', id: text }],
  } as const;
  const facts = [...factsOf(text), references];
  return { source, decoders: source, title: text, facts, sandbox: true, related, disabled };
}

/** The same for the page that compares, whose clips stay what they are. All prompts are the same: the words of others are told apart. */
export function compareState(text: string, source: string): CompareState {
  const settings = (take: number): Record<SettingKey, string> => {
    const values = settingKeys.map((key) => [key, key === 'prompt' ? text : `${text} ${take}`]);
    return Object.fromEntries(values) as Record<SettingKey, string>;
  };
  const takeOf = (take: number): CompareState['takes'][number] => ({
    ...{ id: `take ${take}`, name: text, source: `${source}?${take}`, sandbox: true },
    ...(take === 2 ? { missing: text, unjudged: text } : {}),
    settings: settings(take),
  });
  return { takes: [1, 2].map(takeOf), decoders: source };
}

/** The same for the library: one clip that is there and one, to be chosen, that says why it is not. */
export function libraryEvent(text: string): LibraryEvent {
  const card = {
    ...{ title: text, prompt: text, name: text, model: text, stateText: text, folder: text, facts: text },
    ...({ duration: 5, credits: 0, actions: [] } as const),
  };
  const cards = [
    { ...card, id: 'there', state: 'ready', createdAt: 2, verdict: 'keeper' } as const,
    { ...card, id: 'chosen', state: 'missing', createdAt: 1, note: text } as const,
  ];
  return { type: 'cards', cards, first: true };
}

/** The same for the view of an unknown job. */
export function unknownState(text: string): UnknownState {
  const facts = factsOf(text);
  return {
    jobId: 'id',
    title: text,
    open: true,
    summary: text,
    notKnown: text,
    known: facts,
    sent: facts,
    details: facts,
  };
}

function factsOf(text: string): UnknownState['known'] {
  return [
    { name: text, value: text, wide: true },
    { name: text, value: text },
  ];
}
