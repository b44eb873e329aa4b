import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { repeat } from 'lit/directives/repeat.js';
import { drawn, drawWhole } from './elements.ts';
import type { PreviewActions, PreviewModel } from './model.ts';
import { troubleView } from './troubleView.ts';

/** The picture, or why there is none. Of several `videos` the last one is on top; `poster` is seen until there is a picture. */
export function stageView(
  model: PreviewModel,
  actions: PreviewActions,
  videos: readonly HTMLVideoElement[],
  poster: ImageBitmap | undefined,
): TemplateResult {
  const { strings, loading, actualSize } = model;
  // What is larger than its place is moved about in by keys as well: `data-own-keys`.
  return html`<div class=${classMap({ stage: true, 'actual-size': actualSize, failed: loading === 'failed' })}>
    <div
      class="screen"
      data-own-keys="picture"
      tabindex=${ifDefined(actualSize ? 0 : undefined)}
      @click=${() => actions.togglePlay()}
    >
      ${
        loading === 'loading' && poster !== undefined
          ? html`<canvas
              class="poster"
              aria-hidden="true"
              ${drawn((canvas) => drawWhole(canvas, poster), poster)}
            ></canvas>`
          : nothing
      }
      ${repeat(
        videos,
        (video) => video,
        (video) => video,
      )}
    </div>
    ${
      loading === 'loading'
        ? html`<div class="over loading" aria-hidden="true">
            <vscode-progress-ring></vscode-progress-ring>
            <span>${strings.loading}</span>
          </div>`
        : nothing
    }
    ${loading === 'failed' ? troubleView(model, actions) : nothing}
  </div>`;
}
