import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../page/icon.ts';
import type { PreviewActions, PreviewModel } from './model.ts';
import { openOutsideButton } from './openOutsideButton.ts';

/** The picture, or why there is none. Of several `videos` the last one is on top. */
export function stageView(
  model: PreviewModel,
  actions: PreviewActions,
  videos: readonly HTMLVideoElement[],
): TemplateResult {
  const { strings, loading, actualSize } = model;
  return html`<div class=${classMap({ stage: true, 'actual-size': actualSize, failed: loading === 'failed' })}>
    <div class="screen" @click=${() => actions.togglePlay()}>
      ${repeat(
        videos,
        (video) => video,
        (video) => video,
      )}
    </div>
    ${
      loading === 'loading'
        ? html`<div class="over loading">
            <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>
            <span role="status">${strings.loading}</span>
          </div>`
        : nothing
    }
    ${
      loading === 'failed'
        ? html`<div class="over" role="alert">
            ${icon('warning')}
            <p>${strings.cannotPlay}</p>
            ${openOutsideButton(model, actions)}
          </div>`
        : nothing
    }
  </div>`;
}
