import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Card, LibraryAction } from '../../../../src/shared/libraryMessages.ts';
import { menuContext } from '../../../../src/webview/library/abilities.ts';

const ready: LibraryAction[] = ['open', 'compare', 'copyMarkdown', 'copyHtml', 'reveal', 'again', 'remove'];
const missing: LibraryAction[] = ['find', 'download', 'again', 'remove'];
const card = (id: string, actions = ready): Card => ({ id, actions }) as Partial<Card> as Card;

interface Context {
  readonly seedanceJob: string;
  readonly seedanceJobs: string[];
  readonly seedanceAbilities: string;
}

function menuOf(...cards: readonly [Card, ...Card[]]): Context {
  return JSON.parse(menuContext(cards[0], cards)) as Context;
}

describe('the menu of the library', () => {
  it('is about all that are selected with the clicked clip', () => {
    const { seedanceJob, seedanceJobs } = menuOf(card('b'), card('c'));
    assert.deepEqual([seedanceJob, seedanceJobs], ['b', ['b', 'c']]);
  });

  it('offers with one clip what can be done with one', () => {
    assert.equal(menuOf(card('a')).seedanceAbilities, 'open copyMarkdown copyHtml reveal again remove copyPrompt');
    assert.equal(menuOf(card('a', missing)).seedanceAbilities, 'find download again remove copyPrompt');
  });

  it('offers with several what can be done with all of them, and to compare two to four', () => {
    const several = (count: number): string =>
      menuOf(card('a'), ...Array.from({ length: count - 1 }, (_, index) => card(`${index}`))).seedanceAbilities;
    assert.equal(several(2), 'open compare copyMarkdown copyHtml remove');
    assert.equal(several(4), several(2));
    assert.equal(several(5), 'open copyMarkdown copyHtml remove');
    assert.equal(menuOf(card('a'), card('b', missing)).seedanceAbilities, 'remove');
    assert.equal(menuOf(card('a', missing), card('b', missing)).seedanceAbilities, 'download remove');
  });
});
