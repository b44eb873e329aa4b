import type { KeyTable } from './keys.ts';

/** Does what the keys of a table say from now on, wherever the focus is: but for what a control under the focus does with a key itself. */
export function listenForKeys<Act extends string>(
  keys: KeyTable<Act>,
  actions: Readonly<Record<Act, () => void>>,
): void {
  window.addEventListener('keydown', (event) => {
    const act = keys.actOf(event);
    if (act === undefined || event.defaultPrevented || isOwn(event)) return;
    event.preventDefault();
    if (!event.repeat || keys.key(act).repeats === true) actions[act]();
  });
}

const scrolling = ['ArrowUp', 'ArrowDown', 'Home', 'End'];
const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

function isOwn({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  // Nothing behind an overview is reached by a key.
  if (target.closest('dialog') !== null) return key !== '?';
  if (target.closest('[data-own-keys]') !== null) return true;
  // What can be scrolled is, where nothing in it has the focus that would not.
  if (target.closest('[data-own-scroll]') !== null && scrolling.includes(key)) return true;
  if (target.closest('[data-own-arrows]') !== null && arrows.includes(key)) return true;
  // A focused button is pressed by Space as everywhere.
  return key === ' ' && target.closest('button, vscode-button') !== null;
}
