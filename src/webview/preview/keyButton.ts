import type { TemplateResult } from 'lit';
import { iconButton, type IconButton } from '../page/iconButton.ts';
import { keys, type KeyAct } from './keys.ts';
import type { PreviewActions } from './model.ts';

export interface KeyButton extends Omit<IconButton, 'shortcut' | 'press'> {
  /** What it does, as its key does. */
  readonly act: KeyAct;
}

/** A control that does what a key does. */
export function keyButton({ act, ...button }: KeyButton, actions: PreviewActions): TemplateResult {
  return iconButton({ ...button, shortcut: keys.shortcut(act), press: () => actions[act]() });
}
