import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { maxMediaUrls } from '../../shared/capabilities.ts';
import { isImage, maxImages, splits } from '../../shared/plan.ts';
import { icon } from '../page/icon.ts';
import { fill } from '../../shared/counted.ts';
import { numberText } from '../../shared/numberText.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';

/** The tile behind the last reference: files, a URL, or a drop. Where one clip, or all of it, is full it says so. */
export function addView(model: ComposerModel, actions: ComposerActions): TemplateResult {
  const { strings, language, state, plan, addingUrl, dropping } = model;
  const kinds = state.draft.references.map(({ kind }) => kind);
  const full = kinds.filter(isImage).length >= maxImages;
  const reason = fill(strings.full, numberText(maxImages, language));
  const isClipFull = kinds.length >= maxMediaUrls && !splits(plan, kinds);
  const hint = isClipFull ? fill(strings.clipFull, numberText(maxMediaUrls, language)) : strings.dropHint;
  const disabled = full ? 'true' : 'false';
  return html`<div class=${classMap({ tile: true, full, dropping: dropping && !full })}>
    <div class="tile-buttons">
      <vscode-button
        secondary
        id=${ids.add}
        aria-disabled=${disabled}
        aria-describedby="add-hint"
        title=${full ? reason : strings.addFiles}
        @click=${() => {
          if (!full) actions.pickFiles();
        }}
        ><span slot="content-before">${icon('add')}</span>${strings.addFiles}</vscode-button
      >
      <vscode-button
        secondary
        aria-disabled=${disabled}
        aria-expanded=${addingUrl ? 'true' : 'false'}
        aria-describedby="add-hint"
        title=${full ? reason : strings.addUrlLabel}
        @click=${() => {
          if (!full) actions.showAddUrl(!addingUrl);
        }}
        ><span slot="content-before">${icon('link')}</span>${strings.addUrl}</vscode-button
      >
    </div>
    <span class="quiet" id="add-hint">${full ? reason : hint}</span>
  </div>`;
}
