import { html, nothing, type TemplateResult } from 'lit';
import { kindIcon } from '../../page/kindIcon.ts';
import { icon } from '../../page/icon.ts';
import { ids } from '../ids.ts';
import type { ComposerActions, ComposerModel } from '../model.ts';

/** The references that an `@` may mean. The focus stays in the prompt, which says which line is chosen. */
export function mentionsView(model: ComposerModel, actions: ComposerActions): TemplateResult | typeof nothing {
  const { strings, state, promptHelp } = model;
  if (promptHelp.mentioned === undefined) return nothing;
  const { places, active } = promptHelp.mentioned;
  return html`<ul class="mentions" role="listbox" id=${ids.mentions} aria-label=${strings.references}>
    ${places.map((place, index) => {
      const reference = state.draft.references[place];
      const url = reference && model.thumbnail(reference.id)?.url;
      return html`<li
        role="option"
        id=${ids.mention(index)}
        aria-selected=${index === active ? 'true' : 'false'}
        @mousedown=${(event: MouseEvent) => event.preventDefault()}
        @click=${() => actions.prompt.choose(place)}
      >
        <span class="mention-picture" aria-hidden="true">
          ${url === undefined ? icon(kindIcon(reference?.kind)) : html`<img src=${url} alt="" draggable="false" />`}
        </span>
        <bdi class="name">${reference?.name}</bdi>
        <span class="quiet">${state.tokens[place]}</span>
      </li>`;
    })}
  </ul>`;
}
