import type { PreviewActions } from './model.ts';

/** The service gives no frame rate with a clip; its clips have 24 frames a second. */
const frame = 1 / 24;

/** The keys of the player, wherever the focus is. `position` and `pause` are asked for at the time of a key. */
export function listenForKeys(actions: PreviewActions, position: () => number, pause: () => void): void {
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keyAction(event, actions, position, pause);
    if (act === undefined) return;
    event.preventDefault();
    if (!event.repeat || event.key.startsWith('Arrow')) act();
  });
}

function keyAction(
  event: KeyboardEvent,
  actions: PreviewActions,
  position: () => number,
  pause: () => void,
): (() => void) | undefined {
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  const step = (direction: number) => () => {
    if (event.shiftKey) pause();
    actions.seek(position() + direction * (event.shiftKey ? frame : 1));
  };
  switch (event.key) {
    case ' ':
      // A focused button is pressed by Space as everywhere.
      return target?.closest('button, vscode-button') ? undefined : () => actions.togglePlay();
    case 'ArrowLeft':
      return target?.dataset['ownArrows'] === undefined ? step(-1) : undefined;
    case 'ArrowRight':
      return target?.dataset['ownArrows'] === undefined ? step(1) : undefined;
  }
  switch (event.key.toLowerCase()) {
    case 'k':
      return () => actions.togglePlay();
    case 'm':
      return () => actions.toggleMute();
    case 'l':
      return () => actions.toggleLoop();
    case 'z':
      return () => actions.toggleActualSize();
    case 'f':
      return () => actions.toggleFullscreen();
    default:
      return undefined;
  }
}
