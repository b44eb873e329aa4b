import type { Edit } from './edit.ts';

/** `Document` without the word that this is old: nothing newer writes into a field so that Ctrl+Z takes it back. */
interface Editing {
  execCommand(command: 'insertText' | 'delete', showUi: false, value?: string): boolean;
}

/** Makes an edit in a field as if somebody had typed it: it is told by `input`, and can be undone. The caret ends behind it. */
export function replaceText(field: HTMLTextAreaElement, { start, end, text }: Edit): void {
  field.focus();
  field.setSelectionRange(start, end);
  if (start === end && text === '') return;
  const editing: Editing = document;
  if (editing.execCommand(text === '' ? 'delete' : 'insertText', false, text)) return;
  field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
}
