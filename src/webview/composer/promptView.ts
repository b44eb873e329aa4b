import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { counted } from '../page/words.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { invalid, problemPlace } from './problemView.ts';
import { wordCount } from './wordCount.ts';

/** What should happen in the clip. */
export function promptView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, settings, language } = model;
  return html`<section>
    <header class="head">
      <label class="title" for=${ids.prompt}>${strings.prompt}</label>
      <span class="quiet numbers"
        >${
          // A long text is counted when it changes, not whenever the page is drawn.
          guard([settings.prompt, strings], () =>
            counted(strings.words, wordCount(settings.prompt, language), language),
          )
        }</span
      >
    </header>
    <textarea
      id=${ids.prompt}
      class="prompt"
      placeholder=${strings.promptPlaceholder}
      .value=${live(settings.prompt)}
      aria-describedby=${ids.problem('prompt')}
      aria-invalid=${invalid(model, 'prompt')}
      @input=${(event: InputEvent & { currentTarget: HTMLTextAreaElement }) =>
        actions.type({ prompt: event.currentTarget.value })}
      @blur=${() => actions.flush()}
    ></textarea>
    ${problemPlace(model, actions, ['prompt'])}
  </section>`;
}
