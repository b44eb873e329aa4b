import type { Card } from '../../shared/libraryMessages.ts';

/** Lets clips be dragged out of the page: as links to their files, as the explorer gives them. */
export function dragClips({ dataTransfer }: DragEvent, cards: readonly Card[]): void {
  const files = cards.flatMap(({ file }) => file ?? []);
  if (dataTransfer === null || files.length === 0) return;
  dataTransfer.effectAllowed = 'copyLink';
  // Lines end so in lists of URIs (RFC 2483).
  dataTransfer.setData('text/uri-list', files.join('\r\n'));
  dataTransfer.setData('text/plain', files.join('\n'));
}
