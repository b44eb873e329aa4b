import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../page/icon.ts';
import type { Icon } from '../page/icons.ts';
import { counted } from '../../shared/counted.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { invalid } from './problemView.ts';
import { mentionsView } from './prompt/mentionsView.ts';
import { promptLines } from './prompt/promptLines.ts';

/** What should happen in the clip. */
export function promptView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, settings, language, verdict, promptHelp } = model;
  const { prompt } = actions;
  const { mentioned } = promptHelp;
  return html`<section>
    <header class="head prompt-head">
      <label class="title" for=${ids.prompt}>${strings.prompt}</label>
      <span class="quiet numbers">${counted(strings.words, verdict.words, language)}</span>
      ${toolbar(model, actions)}
    </header>
    <div class="prompt-box">
      <textarea
        id=${ids.prompt}
        class="prompt"
        placeholder=${strings.promptPlaceholder}
        .value=${live(settings.prompt)}
        aria-describedby="${ids.problem('prompt')} ${ids.advice}"
        aria-invalid=${invalid(model, 'prompt')}
        aria-autocomplete="list"
        aria-controls=${mentioned === undefined ? nothing : ids.mentions}
        aria-activedescendant=${mentioned === undefined ? nothing : ids.mention(mentioned.active)}
        @input=${(event: InputEvent & { currentTarget: HTMLTextAreaElement }) => {
          prompt.onInput(event);
          actions.type({ prompt: event.currentTarget.value });
        }}
        @keydown=${(event: KeyboardEvent) => prompt.onKeydown(event)}
        @blur=${() => {
          prompt.onBlur();
          actions.flush();
        }}
      ></textarea>
      ${mentionsView(model, actions)}
    </div>
    ${promptLines(model, actions)}
  </section>`;
}

function toolbar({ strings, mac, settings, favourite }: ComposerModel, actions: ComposerActions): TemplateResult {
  const isEmpty = settings.prompt.trim() === '';
  const isMarked = favourite && !isEmpty;
  const mark = isEmpty ? strings.favourite.none : strings.favourite[isMarked ? 'remove' : 'add'];
  return html`<div class="toolbar">
    <button
      type="button"
      class="icon-button"
      title=${mark}
      aria-label=${strings.favourite.add}
      aria-pressed=${isMarked ? 'true' : 'false'}
      aria-disabled=${isEmpty ? 'true' : 'false'}
      @click=${() => {
        if (!isEmpty) actions.setFavourite(!isMarked);
      }}
    >
      ${icon(isMarked ? 'star-full' : 'star-empty')}
    </button>
    ${opener('history', strings.history, mac ? '⌥⌘R' : 'Ctrl+Alt+R', () => actions.showHistory())}
    ${opener('symbol-snippet', strings.templates, mac ? '⌃Space' : 'Ctrl+Space', () => actions.showTemplates())}
  </div>`;
}

/** Opens one of VS Code's own lists. */
function opener(name: Icon, label: string, shortcut: string, open: () => void): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    title="${label} (${shortcut})"
    aria-label=${label}
    aria-haspopup="dialog"
    @click=${open}
  >
    ${icon(name)}
  </button>`;
}
