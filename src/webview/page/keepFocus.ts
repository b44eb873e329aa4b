/** Draws, and gives the focus back to an element that was only moved: the browser takes it away then. True if it is gone for good. */
export function keepFocus(draw: () => void): boolean {
  const before = document.activeElement;
  draw();
  if (!(before instanceof HTMLElement) || document.activeElement === before) return false;
  if (!before.isConnected) return document.activeElement === document.body;
  before.focus();
  return false;
}
