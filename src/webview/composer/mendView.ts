import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { Mend, PictureCopy, Problem } from '../../shared/problem.ts';
import { ids } from './ids.ts';
import type { ComposerActions, ComposerModel } from './model.ts';

/** The button that mends a problem, drawn as a link after its message. */
export function mendView(
  { strings, state, copying }: ComposerModel,
  actions: ComposerActions,
  { mend }: Problem,
): TemplateResult | typeof nothing {
  if (mend === undefined) return nothing;
  const { label, action } = mend;
  const inMaking = action.type === 'copy' ? copying.get(action.copy.referenceId) : undefined;
  const busy = action.type === 'copy' && inMaking !== undefined && isSame(inMaking, action.copy);
  return html`<button
    type="button"
    class=${classMap({ link: true, faces: true, busy })}
    aria-disabled=${inMaking === undefined ? 'false' : 'true'}
    data-heir=${heir(action, state.draft.references)}
    @click=${() => {
      if (inMaking === undefined) actions.mend(action);
    }}
  >
    <span class="face at-rest">${label}</span>
    ${action.type === 'copy' ? html`<span class="face at-work">${strings.copying}</span>` : nothing}
  </button>`;
}

/** The id of what takes the focus when the button goes away with the problem. */
function heir(mend: Mend, references: readonly { readonly id: string }[]): string {
  if (mend.type === 'openSettings') return ids.prompt;
  if (mend.type === 'eachImage') return ids.eachImage;
  if (mend.type === 'aspectRatio') return ids.field('aspectRatio');
  return ids.picture(references.findIndex(({ id }) => id === mend.copy.referenceId));
}

function isSame(one: PictureCopy, other: PictureCopy): boolean {
  return one.mime === other.mime && one.width === other.width && one.height === other.height;
}
