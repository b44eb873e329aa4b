import { html, nothing, type TemplateResult } from 'lit';
import type { PreviewStrings } from '../../../shared/strings/preview.ts';
import { icon } from '../../page/icon.ts';
import { fill } from '../../../shared/counted.ts';
import type { PreviewActions, PreviewModel } from '../model.ts';
import { wayButton } from '../wayButton.ts';
import type { Trouble } from './trouble.ts';

/** One line under the picture while there is something to say of the sound. It is there before, so that a screen reader hears it come. */
export function soundView(model: PreviewModel, actions: PreviewActions): TemplateResult {
  const { strings, sound } = model;
  return html`<div class="sound-line ${sound.type}" role="status">
    ${sound.type === 'making' ? html`<span class="quiet">${strings.sound.making}</span>` : nothing}
    ${
      sound.type === 'silent'
        ? html`<p>${icon('mute')} <span>${words(sound.trouble, strings)}</span></p>
            ${wayButton(model, actions, 'openOutside')}`
        : nothing
    }
  </div>`;
}

function words(trouble: Trouble, { sound }: PreviewStrings): string {
  if (trouble.reason === 'codec') return fill(sound.codec, trouble.codec);
  return trouble.reason === 'long' ? sound.long : sound.damaged;
}
