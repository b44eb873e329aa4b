import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../page/icon.ts';
import { fill } from '../../shared/counted.ts';
import { iconButton } from '../page/iconButton.ts';
import { keys, takeKeys } from './keys.ts';
import { letters, type CompareActions, type CompareModel, type Shown } from './model.ts';

/** The line below a picture: what it is, what somebody thinks of it, and what can be done with it. */
export function captionView(model: CompareModel, actions: CompareActions, shown: Shown): TemplateResult {
  const { strings } = model;
  const { letter, take } = shown;
  return html`<div class="caption">
    <span class="letter" aria-hidden="true">${letter}</span>
    <button type="button" class="name" title=${fill(strings.open, letter)} @click=${() => actions.open(take.id)}>
      <bdi>${take.name}</bdi>
    </button>
    ${
      take.verdict === undefined
        ? nothing
        : html`<span class="verdict">${take.verdict === 'keeper' ? strings.keeper : strings.rejected}</span>`
    }
    <span class="quiet told" role="status">${told(model, shown)}</span>
    <span class="together end">
      ${
        take.sandbox
          ? html`<span class="sandbox" role="img" aria-label=${strings.sandboxMark} title=${strings.sandboxHelp}
              >${icon('beaker')}</span
            >`
          : nothing
      }
      ${buttons(model, actions, shown)}
    </span>
  </div>`;
}

function buttons({ strings, view }: CompareModel, actions: CompareActions, { letter, take }: Shown): TemplateResult[] {
  const { id, verdict, unjudged } = take;
  const heard = view.heard === id;
  const judge = (label: string) => ({ label, title: unjudged ?? label, enabled: unjudged === undefined });
  return [
    iconButton({
      face: { icon: heard && !view.muted ? 'unmute' : 'mute' },
      label: fill(strings.listen, letter),
      pressed: heard,
      press: () => actions.hear(id),
    }),
    iconButton({
      ...judge(fill(strings.keepTake, letter)),
      face: { icon: verdict === 'keeper' ? 'star-full' : 'star-empty' },
      shortcut: keys.shortcut(takeKeys[letters.findIndex((each) => each === letter)] ?? 'keepFirst'),
      pressed: verdict === 'keeper',
      press: () => actions.keep(id),
    }),
    iconButton({
      ...judge(fill(strings.rejectTake, letter)),
      face: { icon: 'circle-slash' },
      pressed: verdict === 'rejected',
      press: () => actions.reject(id),
    }),
  ];
}

/** Why a key has not kept it, for a while; else what there is to say of its sound. */
function told({ strings, view, refused }: CompareModel, { letter, take, screen }: Shown): string | typeof nothing {
  if (refused === take.id) return take.unjudged ?? nothing;
  if (view.heard !== take.id) return nothing;
  const { type } = screen.sound;
  return type === 'making' ? strings.making : type === 'silent' ? fill(strings.silent, letter) : nothing;
}
