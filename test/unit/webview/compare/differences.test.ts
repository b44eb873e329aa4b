import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { differences } from '../../../../src/webview/compare/differences.ts';
import { wordDiff } from '../../../../src/webview/compare/wordDiff.ts';

const settings = {
  prompt: 'Waves at dusk',
  model: 'Seedance 2.0',
  aspectRatio: '16:9',
  duration: '5 s',
  resolution: '720p',
  references: 'lake.png',
  charge: '64 credits',
  made: 'today, 10:00',
};
const file = { size: '1280 × 720', length: '5.0 s', frameRate: '24 frames/s' };

describe('what differs between takes', () => {
  test('is told of those settings alone in which they differ, in their order', () => {
    const other = { ...settings, resolution: '1080p', prompt: 'Waves at dawn', charge: '160 credits' };
    assert.deepEqual(
      differences([
        { settings, file },
        { settings: other, file },
        { settings, file },
      ]),
      {
        rows: [
          { key: 'prompt', values: ['Waves at dusk', 'Waves at dawn', 'Waves at dusk'] },
          { key: 'resolution', values: ['720p', '1080p', '720p'] },
          { key: 'charge', values: ['64 credits', '160 credits', '64 credits'] },
        ],
        chance: false,
      },
    );
  });

  test('is nothing but chance where all that was asked for is the same, whatever came of it', () => {
    const later = { ...settings, made: 'today, 10:05', charge: '70 credits' };
    const { rows, chance } = differences([
      { settings, file },
      { settings: later, file: { ...file, length: '5.1 s' } },
    ]);
    assert.equal(chance, true);
    assert.deepEqual(
      rows.map(({ key }) => key),
      ['charge', 'made', 'length'],
    );
  });

  test('is what the files say where nobody knows how they were made, and never chance', () => {
    assert.deepEqual(differences([{ file }, { file: { ...file, size: '720 × 1280' } }]), {
      rows: [{ key: 'size', values: ['1280 × 720', '720 × 1280'] }],
      chance: false,
    });
    // What is known of one alone is no difference.
    assert.deepEqual(differences([{ settings, file }, { file }]), { rows: [], chance: false });
    assert.deepEqual(differences([{ settings, file }, { settings }]), { rows: [], chance: true });
    assert.deepEqual(differences([{ settings }]), { rows: [], chance: false });
  });
});

describe('the words of two prompts', () => {
  const read = (first: string, second: string): string | undefined =>
    wordDiff(first, second)
      ?.map(({ text, in: where }) => (where === 'both' ? text : where === 'first' ? `[-${text}-]` : `[+${text}+]`))
      .join('');

  test('are told apart word by word', () => {
    assert.equal(
      read('The camera glides over the lake, slowly.', 'The camera glides past the lake, slowly and low.'),
      'The camera glides [-over -][+past +]the lake, slowly [+and low+].',
    );
    assert.equal(read('', 'Waves'), '[+Waves+]');
    assert.equal(read('Waves', 'Waves'), 'Waves');
  });

  test('are words in languages without spaces as well', () => {
    assert.equal(read('カメラは湖の上を動く', 'カメラは海の上を動く'), 'カメラは[-湖-][+海+]の上を動く');
  });

  test('give both texts back whole', () => {
    const [first, second] = ['  A <b>b</b>\n\nc  &amp; \u202ed', 'A <i>b</i> c\t\n  d \ud83d\ude00'];
    const pieces = wordDiff(first, second) ?? [];
    const side = (left: 'first' | 'second'): string =>
      pieces.map(({ text, in: where }) => (where === left ? '' : text)).join('');
    assert.equal(side('first').replace(/\s/g, ''), second.replace(/\s/g, ''));
    assert.equal(side('second').replace(/\s/g, ''), first.replace(/\s/g, ''));
  });

  test('are not waited for where there are too many', () => {
    const words = (seed: number): string =>
      Array.from({ length: 30_000 }, (_, index) => ((index * seed) % 9973).toString(36)).join(' ');
    assert.equal(wordDiff(words(7), words(11)), undefined);
  });
});
