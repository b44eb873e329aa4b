import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { clipCount, maxTakes } from '../../shared/plan.ts';
import type { Problem } from '../../shared/problem.ts';
import { icon } from '../page/icon.ts';
import { counted, fill } from '../../shared/counted.ts';
import { numberText } from '../../shared/numberText.ts';
import { choices } from './choices.ts';
import { focusError } from './focus.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { allShownErrors, errors, warnings } from './problems.ts';

/** What it may cost, where it goes, and the one button that spends, or that stops while nothing is spent yet. */
export function submitView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, state, plan, locked, mac } = model;
  return html`<footer class="submit">
    <div class="grow">
      <div class="numbers" id="price">${priceOrSent(model)}</div>
      ${problemCount(model)}
      ${
        state.sandbox || state.waiting !== undefined
          ? nothing
          : html`<div class="quiet">${fill(strings.sentTo, state.host)}</div>`
      }
    </div>
    <div class="takes" ?inert=${locked}>
      ${choices({
        id: ids.takes,
        label: strings.takes,
        options: numbers(maxTakes).map((takes) => ({ value: takes, content: takes })),
        value: String(plan.takes),
        describedBy: 'price',
        pick: (takes) => actions.plan({ takes: Number(takes) }),
      })}
    </div>
    ${button(model, actions, mac ? '⌘Enter' : 'Ctrl+Enter')}
  </footer>`;
}

function numbers(length: number): string[] {
  return Array.from({ length }, (_, index) => String(index + 1));
}

/** What they may cost and how long they may take; while they are sent it is over with that: what they wait for, how many are on their way. */
function priceOrSent({ strings, state, language }: ComposerModel): string {
  if (state.waiting !== undefined) return state.waiting;
  if (state.sent !== undefined)
    return counted(strings.sent, state.sent.of, language, numberText(state.sent.done, language));
  return [state.price, ...(state.wait === undefined ? [] : [state.wait])].join(' · ');
}

/** What is wrong or worth knowing may be out of sight on a small page, and this row never is. */
function problemCount(model: ComposerModel): TemplateResult | typeof nothing {
  const { strings, language } = model;
  const [shown, known] = [allShownErrors(model), warnings(model)];
  if (shown.length + known.length === 0) return nothing;
  const count = (kind: 'error' | 'warning', texts: string, { length }: readonly Problem[]) =>
    length === 0 ? nothing : html`${icon(kind)}<span>${counted(texts, length, language)}</span>`;
  return html`<button
    type="button"
    class="link problem-count"
    @click=${() => (shown.length > 0 ? focusError(shown[0]) : showMessages())}
  >
    ${count('error', strings.errors, shown)}${count('warning', strings.warnings, known)}
  </button>`;
}

/** Brings what is worth knowing into sight. */
export function showMessages(): void {
  document.querySelector('.messages')?.scrollIntoView({ block: 'nearest' });
}

function button(model: ComposerModel, actions: ComposerActions, shortcut: string): TemplateResult {
  const { strings, mac } = model;
  const { face, title, disabled } = standing(model, shortcut);
  return html`<vscode-button
    id=${ids.generate}
    class="generate ${face}"
    title=${title}
    aria-disabled=${disabled ? 'true' : 'false'}
    aria-describedby="price"
    aria-keyshortcuts=${face === 'stop' ? nothing : mac ? 'Meta+Enter' : 'Control+Enter'}
    @click=${({ detail }: MouseEvent) => {
      // The second click of a double one was not meant for what the first has put in its place.
      if (detail > 1 || (face === 'idle' && model.stopGone)) return;
      if (face === 'stop') actions.stop();
      else actions.generate();
    }}
  >
    <span class="faces">
      <span class="face for-idle">
        ${generateText(model)}<span class="shortcut" aria-hidden="true">${shortcut}</span>
      </span>
      <span class="face for-stop">${icon('debug-stop')}${strings.stop}</span>
      <span class="face for-asking">${strings.asking}</span>
      <span class="face for-sending">${icon('loading')}${strings.sending}</span>
    </span>
  </vscode-button>`;
}

/** On the button itself, where it makes more than one. */
function generateText({
  strings,
  language,
  state,
  plan,
}: Pick<ComposerModel, 'strings' | 'language' | 'state' | 'plan'>): string {
  const clips = clipCount(
    plan,
    state.draft.references.map(({ kind }) => kind),
  );
  return clips === 1 ? strings.generate : fill(strings.generateSeveral, numberText(clips, language));
}

/** What the button does now; `disabled` with the reason as its title. */
function standing(
  { strings, language, state, plan, locked, stopping, stopGone, copying }: ComposerModel,
  shortcut: string,
): { face: 'idle' | 'asking' | 'stop' | 'sending'; title: string; disabled: boolean } {
  if (state.phase === 'uploading')
    return {
      face: 'stop',
      title: state.sent === undefined ? strings.stopHelp : strings.stopSeveralHelp,
      disabled: stopping,
    };
  if (state.phase === 'asking') return { face: 'asking', title: strings.asking, disabled: true };
  if (locked) return { face: 'sending', title: strings.sending, disabled: true };
  const reason = errors({ state })[0]?.message ?? (copying.size > 0 ? strings.copying : undefined);
  return {
    face: 'idle',
    title: reason ?? `${generateText({ strings, language, state, plan })} (${shortcut})`,
    disabled: reason !== undefined || stopGone,
  };
}
