import { html, type TemplateResult } from 'lit';
import type { ShownReference } from '../../shared/previewMessages.ts';
import { icon } from '../page/icon.ts';
import { kindIcon } from '../page/kindIcon.ts';
import { drawn, drawWhole } from './elements.ts';
import type { PreviewModel } from './model.ts';

/** What the clip was made from. A picture takes the place of its icon when it comes, so that nothing moves. */
export function referencesView({ thumbnails }: PreviewModel, references: readonly ShownReference[]): TemplateResult[] {
  return references.map(({ name, kind, id }) => {
    const picture = id === undefined ? undefined : thumbnails.get(id);
    return html`<dd class="reference" title=${name}>
      <span class="thumbnail" aria-hidden="true">
        ${
          picture === undefined
            ? icon(kindIcon(kind))
            : html`<canvas ${drawn((canvas) => drawWhole(canvas, picture), picture)}></canvas>`
        }
      </span>
      <span class="reference-name">${name}</span>
    </dd>`;
  });
}
