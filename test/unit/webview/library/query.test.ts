import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Card } from '../../../../src/shared/libraryMessages.ts';
import { allCards, choicesOf, dayOf, find, isFiltered, orders } from '../../../../src/webview/library/query.ts';

function cardOf(id: string, fields: Partial<Card> = {}): Card {
  return {
    ...{ id, title: id, prompt: '', name: `${id}.mp4`, model: 'Seedance 2.0', state: 'ready', stateText: 'ready' },
    ...{ createdAt: 0, folder: 'seedance', facts: '', duration: 5, credits: 0, actions: [] },
    ...fields,
  };
}

const ids = (cards: readonly Card[]): string => cards.map(({ id }) => id).join(' ');

describe('what is searched in the library', () => {
  const cards = [
    cardOf('a', { prompt: 'Été à la Plage', createdAt: 3 }),
    cardOf('b', { name: 'hero-Shot.mp4', createdAt: 2 }),
    cardOf('c', { model: 'Seedance 2.0 Fast', createdAt: 1 }),
  ];
  const search = (text: string): string => ids(find(cards, { ...allCards, text }, 'en'));

  it('is found in prompt, name and model, without case and accents, by every word', () => {
    assert.equal(search('ETE'), 'a');
    assert.equal(search('plage été'), 'a');
    assert.equal(search('hero shot'), 'b');
    assert.equal(search(' fast '), 'c');
    assert.equal(search('fast hero'), '');
    assert.equal(search(''), 'a b c');
  });

  it('means nothing but itself', () => {
    assert.equal(search('.*'), '');
    assert.equal(search('('), '');
    assert.equal(search('hero-shot'), 'b');
  });
});

describe('a filter of the library', () => {
  const noon = new Date(2026, 10, 25, 12).getTime();
  const cards = [
    cardOf('ready', { createdAt: noon, verdict: 'keeper' }),
    cardOf('failed', { createdAt: noon - 1, state: 'failed', folder: 'other' }),
    cardOf('before', { createdAt: noon - 86_400_000, verdict: 'rejected', model: 'Fast' }),
  ];
  const filter = (query: object): string => ids(find(cards, { ...allCards, ...query }, 'en'));

  it('keeps those of a model, a state, a verdict, a day and a folder, and all of these together', () => {
    assert.equal(filter({ model: 'Fast' }), 'before');
    assert.equal(filter({ state: 'failed' }), 'failed');
    assert.equal(filter({ state: 'keeper' }), 'ready');
    assert.equal(filter({ state: 'rejected' }), 'before');
    assert.equal(filter({ day: '2026-11-25' }), 'ready failed');
    assert.equal(filter({ folder: 'other' }), 'failed');
    assert.equal(filter({ day: '2026-11-25', folder: 'other', state: 'ready' }), '');
  });

  it('offers what there is, with how many of each, the last day first', () => {
    const { model, folder, day } = choicesOf(cards, 'en');
    assert.deepEqual(
      [...model],
      [
        ['Fast', 1],
        ['Seedance 2.0', 2],
      ],
    );
    assert.deepEqual(
      [...folder],
      [
        ['other', 1],
        ['seedance', 2],
      ],
    );
    assert.deepEqual(
      [...day],
      [
        ['2026-11-25', 2],
        ['2026-11-24', 1],
      ],
    );
  });

  it('is known from an order, which leaves nothing out', () => {
    assert.equal(isFiltered({ ...allCards, order: 'name' }), false);
    assert.equal(isFiltered({ ...allCards, text: '  ' }), false);
    assert.equal(isFiltered({ ...allCards, day: '2026-11-25' }), true);
  });

  it('takes the day of this machine’s calendar, at its first and its last moment', () => {
    assert.equal(dayOf(new Date(2026, 0, 1, 0, 0, 0, 0).getTime()), '2026-01-01');
    assert.equal(dayOf(new Date(2026, 0, 1, 23, 59, 59, 999).getTime()), '2026-01-01');
  });
});

describe('an order of the library', () => {
  const cards = [
    cardOf('1', { name: 'clip-10.mp4', createdAt: 1, duration: 15, credits: 5, model: 'b' }),
    cardOf('2', { name: 'clip-2.mp4', createdAt: 2, duration: 4, credits: 70, model: 'a' }),
    cardOf('3', { name: 'clip-2.mp4', createdAt: 3, duration: 4, credits: 70, model: 'b' }),
  ];
  const wanted = {
    newest: '3 2 1',
    oldest: '1 2 3',
    name: '3 2 1',
    model: '2 3 1',
    longest: '1 3 2',
    credits: '3 2 1',
  };

  for (const order of orders)
    it(`by ${order} is the same however they came`, () => {
      assert.equal(ids(find(cards, { ...allCards, order }, 'en')), wanted[order]);
      assert.equal(ids(find(cards.toReversed(), { ...allCards, order }, 'en')), wanted[order]);
    });

  it('by name is that of the language', () => {
    const names = ['zebra', 'ähre', 'łódź', 'luna'].map((name) => cardOf(name, { name }));
    const sorted = (language: string): string => ids(find(names, { ...allCards, order: 'name' }, language));
    assert.equal(sorted('de'), 'ähre łódź luna zebra');
    assert.equal(sorted('sv'), 'łódź luna zebra ähre');
    assert.equal(sorted('pl'), 'ähre luna łódź zebra');
    const folders = ['ä', 'z', 'b'].map((folder) => cardOf(folder, { folder }));
    assert.deepEqual([...choicesOf(folders, 'de').folder.keys()], ['ä', 'b', 'z']);
  });
});
