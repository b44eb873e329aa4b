import type { CompareActions } from './model.ts';

/** What the keys of the page need to know at the time of a key. */
export interface Looked {
  readonly position: number;
  /** Ids in the order of the takes. */
  readonly takes: readonly string[];
}

/** The keys of the page, wherever the focus is: those of the preview, and those of the takes. */
export function listenForKeys(actions: CompareActions, look: () => Looked): void {
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const act = keyAction(event, actions, look());
    if (act === undefined) return;
    event.preventDefault();
    if (!event.repeat || event.key.startsWith('Arrow')) act();
  });
}

const scrolling: readonly string[] = ['ArrowLeft', 'ArrowRight', 'Home', 'End'];

function keyAction(event: KeyboardEvent, actions: CompareActions, look: Looked): (() => void) | undefined {
  const target = event.target instanceof Element ? event.target : undefined;
  // A list is moved about in by letters and arrows.
  if (target?.localName === 'select') return undefined;
  const take = /^[1-4]$/.test(event.key) ? look.takes[Number(event.key) - 1] : undefined;
  if (take !== undefined) return () => actions.keep(take);
  const go = (direction: 1 | -1) => (): void =>
    event.shiftKey ? actions.seek(look.position + direction) : actions.step(direction);
  // So is a picture that is larger than its place.
  if (target?.classList.contains('picture') === true && scrolling.includes(event.key)) return undefined;
  switch (event.key) {
    case ' ':
      // A focused button is pressed by Space as everywhere.
      return target?.closest('button') ? undefined : () => actions.togglePlay();
    case 'ArrowLeft':
      return go(-1);
    case 'ArrowRight':
      return go(1);
    case 'Home':
      return () => actions.seek(0);
    case 'End':
      return () => actions.seek(Infinity);
  }
  return letterAction(event.key.toLowerCase(), actions);
}

function letterAction(key: string, actions: CompareActions): (() => void) | undefined {
  switch (key) {
    case 'j':
      return () => actions.backward();
    case 'k':
      return () => actions.pause();
    case 'l':
      return () => actions.forward();
    case 'r':
      return () => actions.toggleLoop();
    case 'm':
      return () => actions.toggleMute();
    case 'z':
      return () => actions.toggleActualSize();
    case 'f':
      return () => actions.toggleFullscreen();
    case 's':
      return () => actions.lookAt('side');
    case 'w':
      return () => actions.lookAt('wipe');
    case 'd':
      return () => actions.lookAt('difference');
    default:
      return undefined;
  }
}
