/** Where a line of a field begins to be drawn, in px from the field's own corner, as it is scrolled now. */
export interface CaretPlace {
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** What decides where the characters of a field stand. */
const copied = [
  ...[
    'font',
    'letter-spacing',
    'word-spacing',
    'tab-size',
    'text-indent',
    'text-transform',
    'line-height',
    'direction',
  ],
  ...['padding', 'border-width', 'border-style', 'box-sizing', 'white-space', 'overflow-wrap', 'word-break'],
] as const;

/** The place of a character, found on a copy of the field that is laid out and never seen: no browser says it. */
export function caretPlace(field: HTMLTextAreaElement, position: number): CaretPlace {
  const style = getComputedStyle(field);
  const copy = document.createElement('div');
  for (const name of copied) copy.style.setProperty(name, style.getPropertyValue(name));
  copy.style.position = 'absolute';
  copy.style.visibility = 'hidden';
  // Without its scroll bar, which takes room from the lines.
  copy.style.width = `${field.clientWidth + parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth)}px`;
  copy.textContent = field.value.slice(0, position);
  const mark = document.createElement('span');
  // As far as the word goes, since it decides where its line is broken.
  mark.textContent = /^\S+/.exec(field.value.slice(position, position + 100))?.[0] ?? '.';
  copy.append(mark);
  document.body.append(copy);
  const { offsetLeft: left, offsetTop } = mark;
  copy.remove();
  return { left, top: offsetTop - field.scrollTop, height: parseFloat(style.lineHeight) };
}

/** Scrolls a field so that a character of it is seen. */
export function showCharacter(field: HTMLTextAreaElement, position: number): void {
  const { top, height } = caretPlace(field, position);
  if (top < 0 || top + height > field.clientHeight) field.scrollTop += top - (field.clientHeight - height) / 2;
}
