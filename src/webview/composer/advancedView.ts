import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../page/icon.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';
import { invalid, problemPlace } from './problemView.ts';

type TextEvent = InputEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement };

/** What few people need. The page opens it where an error would be hidden in it. */
export function advancedView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, settings } = model;
  const type = (field: 'fileName' | 'webhookUrl' | 'metadata') => (event: TextEvent) =>
    actions.type({ [field]: event.currentTarget.value });
  return html`<details class="advanced">
    <summary>${icon('chevron-right')}${strings.advanced}</summary>
    <div class="advanced-field">
      <label class="title" for=${ids.field('fileName')}>${strings.fileName}</label>
      <input
        id=${ids.field('fileName')}
        type="text"
        spellcheck="false"
        autocomplete="off"
        .value=${live(settings.fileName)}
        aria-describedby=${ids.problem('fileName')}
        aria-invalid=${invalid(model, 'fileName')}
        @input=${type('fileName')}
        @blur=${() => actions.flush()}
      />
      ${problemPlace(model, actions, ['fileName'], strings.fileNameHelp)}
    </div>
    <div class="advanced-field">
      <label class="title" for=${ids.field('webhookUrl')}>${strings.webhookUrl}</label>
      <input
        id=${ids.field('webhookUrl')}
        type="url"
        inputmode="url"
        placeholder="https://"
        spellcheck="false"
        autocomplete="off"
        .value=${live(settings.webhookUrl)}
        aria-describedby=${ids.problem('webhookUrl')}
        aria-invalid=${invalid(model, 'webhookUrl')}
        @input=${type('webhookUrl')}
        @blur=${() => actions.flush()}
      />
      ${problemPlace(model, actions, ['webhookUrl'], strings.webhookHelp)}
    </div>
    <div class="advanced-field">
      <label class="title" for=${ids.field('metadata')}>${strings.metadata}</label>
      <textarea
        id=${ids.field('metadata')}
        class="code"
        spellcheck="false"
        placeholder="{ }"
        .value=${live(settings.metadata)}
        aria-describedby=${ids.problem('metadata')}
        aria-invalid=${invalid(model, 'metadata')}
        @input=${type('metadata')}
        @blur=${() => actions.flush()}
      ></textarea>
      ${problemPlace(model, actions, ['metadata'], strings.metadataHelp)}
    </div>
  </details>`;
}
