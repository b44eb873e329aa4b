import type { Card } from '../../shared/libraryMessages.ts';

/**
 * Lets clips be dragged out of the page, as links to their files. Chromium blocks addresses of files in a page's `text/uri-list`, so the
 * list goes under the name that VS Code has for its own; what others drop is text.
 */
export function dragClips({ dataTransfer }: DragEvent, cards: readonly Card[]): void {
  const files = cards.flatMap(({ file }) => file ?? []);
  if (dataTransfer === null || files.length === 0) return;
  dataTransfer.effectAllowed = 'copyLink';
  // Lines end so in lists of URIs (RFC 2483).
  dataTransfer.setData('application/vnd.code.uri-list', files.join('\r\n'));
  dataTransfer.setData('text/plain', files.join('\n'));
}
