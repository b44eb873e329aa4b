import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { layoutOf, moved } from '../../../../src/webview/library/layout.ts';
import { kept, nothingSelected, select, type Selection, type Way } from '../../../../src/webview/library/selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const after = (...steps: readonly (readonly [Way, string])[]): Selection =>
  steps.reduce((selection, [way, id]) => select(selection, id, way, order), nothingSelected);
const selected = (selection: Selection): string => [...selection.selected].join('');

describe('a selection of clips', () => {
  it('is one, grows and shrinks one by one, and by ranges from where it began', () => {
    assert.equal(selected(after(['only', 'b'], ['only', 'd'])), 'd');
    assert.equal(selected(after(['only', 'b'], ['toggle', 'd'])), 'bd');
    assert.equal(selected(after(['only', 'b'], ['toggle', 'd'], ['toggle', 'b'])), 'd');
    assert.equal(selected(after(['only', 'b'], ['range', 'd'])), 'bcd');
    assert.equal(selected(after(['only', 'd'], ['range', 'b'], ['range', 'e'])), 'de');
    assert.equal(selected(after(['range', 'c'])), 'c');
  });

  it('is left alone by the focus', () => {
    const selection = after(['only', 'b'], ['focus', 'd']);
    assert.equal(selected(selection), 'b');
    assert.equal(selection.active, 'd');
  });

  it('loses what is not shown any more, and the focus goes to what took its place', () => {
    const selection = kept(after(['only', 'b'], ['range', 'd']), order, ['a', 'b', 'e']);
    assert.equal(selected(selection), 'b');
    assert.equal(selection.active, 'e');
    assert.equal(kept(selection, ['a', 'b', 'e'], ['a']).active, 'a');
    assert.deepEqual(kept(selection, ['e'], []), { selected: new Set() });
  });

  it('does not begin a range at what is gone', () => {
    const gone = kept(after(['only', 'a']), order, ['b', 'c', 'd']);
    assert.equal(selected(select(gone, 'd', 'range', ['b', 'c', 'd'])), 'd');
  });
});

describe('a key in the grid', () => {
  const grid = { columns: 3, count: 8, rows: 2 };
  const from = (index: number, key: string): number | undefined => moved(key, index, grid);

  it('leads to the next card, row, screen and end, and never out of the grid', () => {
    assert.equal(from(0, 'ArrowRight'), 1);
    assert.equal(from(7, 'ArrowRight'), 7);
    assert.equal(from(0, 'ArrowLeft'), 0);
    assert.equal(from(1, 'ArrowDown'), 4);
    assert.equal(from(5, 'ArrowDown'), 7, 'the last row is short');
    assert.equal(from(6, 'ArrowDown'), 6);
    assert.equal(from(2, 'ArrowUp'), 2);
    assert.equal(from(5, 'ArrowUp'), 2);
    assert.equal(from(1, 'PageDown'), 7);
    assert.equal(from(7, 'PageUp'), 1);
    assert.equal(from(4, 'PageUp'), 1);
    assert.equal(from(4, 'Home'), 0);
    assert.equal(from(4, 'End'), 7);
  });

  it('that means nothing here is left to others', () => {
    for (const key of ['Tab', 'x', 'F10', '__proto__']) assert.equal(from(4, key), undefined);
  });
});

describe('the cards', () => {
  it('stand in as many columns as fit, one at least, and are never wider than their page', () => {
    assert.equal(layoutOf(0).columns, 1);
    assert.equal(layoutOf(320).columns, 1);
    assert.equal(layoutOf(400).columns, 2);
    assert.ok(layoutOf(1800).columns > layoutOf(900).columns);
    assert.ok(Number.isInteger(layoutOf(777).rowHeight));
  });
});
