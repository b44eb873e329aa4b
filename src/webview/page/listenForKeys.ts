import type { KeyTable } from './keys.ts';
import { owns, type Owner } from './ownKeys.ts';

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

function isOwn({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  // Nothing behind an overview is reached by a key.
  if (target.closest('dialog') !== null) return key !== '?';
  // A focused button is pressed by Space as everywhere.
  if (key === ' ' && target.closest('button, vscode-button') !== null) return true;
  const element = target.closest<HTMLElement>('[data-own-keys]');
  if (element === null) return false;
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
  const overflow = { aside: scrollWidth > clientWidth, below: scrollHeight > clientHeight };
  return owns(element.dataset['ownKeys'] as Owner, key, overflow);
}
