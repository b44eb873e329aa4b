import { html, nothing, type TemplateResult } from 'lit';
import type { RelatedClip } from '../../shared/previewMessages.ts';
import { icon } from '../page/icon.ts';
import type { PreviewActions, PreviewModel } from './model.ts';

/** The takes of the shot, and the chain in which the clip stands: each of them a way to the preview of another clip. */
export function relatedView({ strings, state }: PreviewModel, actions: PreviewActions): TemplateResult {
  const { takes, chain } = state.related;
  const number = (index: number): string => `${index + 1}. `;
  return html`${list(strings.takes, takes, number)} ${list(strings.chain, chain, () => '')}`;

  function list(title: string, clips: readonly RelatedClip[], before: (index: number) => string) {
    if (clips.length === 0) return nothing;
    return html`<section class="related" aria-label=${title}>
      <h2>${title}</h2>
      <ol>
        ${clips.map((clip, index) => html`<li>${entry(clip, before(index))}</li>`)}
      </ol>
    </section>`;
  }

  function entry({ title, detail, current, job, verdict }: RelatedClip, before: string): TemplateResult {
    const text = html`<span class="related-title">${before}${title}</span>
      ${verdict === undefined ? nothing : icon(verdict === 'keeper' ? 'star-full' : 'circle-slash')}
      ${verdict === undefined ? nothing : html`<span class="quiet">${strings.verdict[verdict]}</span>`}
      ${detail === '' ? nothing : html`<span class="quiet">${detail}</span>`}`;
    if (current) return html`<div class="related-clip" aria-current="true">${text}</div>`;
    if (job === undefined) return html`<div class="related-clip quiet">${text}</div>`;
    return html`<button type="button" class="related-clip" @click=${() => actions.open(job)}>${text}</button>`;
  }
}
