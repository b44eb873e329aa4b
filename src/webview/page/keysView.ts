import { html, type TemplateResult } from 'lit';
import { icon } from './icon.ts';
import type { KeyTable } from './keys.ts';

/** What the overview says: its name is that of the key by which it is opened. */
export interface KeysStrings<Act extends string> {
  readonly keys: Readonly<Record<Act | 'toggleHelp', string>>;
  readonly close: string;
}

/** The overview of a page's keys, in front of all else while it is open; `close` closes it. */
export function keysView<Act extends string>(
  keys: KeyTable<Act>,
  strings: KeysStrings<Act>,
  close: () => void,
): TemplateResult {
  const title = strings.keys.toggleHelp;
  return html`<dialog class="keys" aria-labelledby="keys-title">
    <header>
      <h2 id="keys-title">${title}</h2>
      <button type="button" class="icon-button" title=${strings.close} aria-label=${strings.close} @click=${close}>
        ${icon('close')}
      </button>
    </header>
    <dl tabindex="0" aria-label=${title}>
      ${keys.acts.map(
        (act) =>
          html`<div>
            <dt><kbd>${keys.shortcut(act).shown}</kbd></dt>
            <dd>${strings.keys[act]}</dd>
          </div>`,
      )}
    </dl>
  </dialog>`;
}

/** Opens the overview that is in `root`, or closes it. */
export function toggleKeys(root: HTMLElement): void {
  const dialog = root.querySelector<HTMLDialogElement>('dialog.keys');
  if (dialog?.open === true) dialog.close();
  else dialog?.showModal();
}
