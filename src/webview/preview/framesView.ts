import { html, type TemplateResult } from 'lit';
import type { FrameUse } from '../../shared/previewMessages.ts';
import type { PreviewStrings } from '../../shared/strings/preview.ts';
import { icon } from '../page/icon.ts';
import type { Icon } from '../page/icons.ts';
import type { PreviewActions, PreviewModel } from './model.ts';

interface FrameButton {
  readonly name: keyof PreviewStrings['nextShot'];
  readonly icon: Icon;
  readonly use: FrameUse;
  readonly which: 'shown' | 'last';
}

const buttons: readonly FrameButton[] = [
  { name: 'last', icon: 'debug-continue', use: 'continue', which: 'last' },
  { name: 'continue', icon: 'arrow-right', use: 'continue', which: 'shown' },
  { name: 'endOn', icon: 'arrow-left', use: 'endOn', which: 'shown' },
  { name: 'loop', icon: 'sync', use: 'loop', which: 'shown' },
  { name: 'save', icon: 'device-camera', use: 'save', which: 'shown' },
];

/** What can be made of a frame of the clip. */
export function framesView(model: PreviewModel, actions: PreviewActions): TemplateResult {
  const { strings, loading, takenFor } = model;
  const possible = loading === 'ready' && takenFor === undefined;
  return html`<section class="frames" aria-label=${strings.nextShotTitle}>
    <h2>${strings.nextShotTitle}</h2>
    <div class="actions">
      ${buttons.map(
        ({ name, icon: iconName, use, which }) =>
          html`<button
            type="button"
            class="action"
            title=${strings.nextShotHelp[name]}
            aria-disabled=${possible ? 'false' : 'true'}
            @click=${() => {
              if (possible) actions.takeFrame(use, which);
            }}
          >
            ${icon(iconName)}<span>${strings.nextShot[name]}</span>
          </button>`,
      )}
    </div>
    <p class="quiet" role="status">${takenFor === undefined ? '' : strings.readingFrame}</p>
  </section>`;
}
