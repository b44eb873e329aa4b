import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { bytesText, choice, clockText, hoursText, list, number, writeIn } from '../../../src/engine/amounts.ts';
import { leftOutNotice } from '../../../src/engine/drafts/draft.ts';

afterEach(() => writeIn(''));

/** What is written in each language. */
function inEach(write: () => string): Record<string, string> {
  return Object.fromEntries(
    ['en', 'de', 'fr', 'ja', 'pl'].map((language) => {
      writeIn(language);
      return [language, write()];
    }),
  );
}

test('numbers, sizes and hours are written as the language writes them', () => {
  assert.deepEqual(
    inEach(() => number(12_345)),
    { en: '12,345', de: '12.345', fr: '12\u202f345', ja: '12,345', pl: '12\u00a0345' },
  );
  assert.deepEqual(
    inEach(() => bytesText(1_250_000).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')),
    { en: '1.3 MB', de: '1,3 MB', fr: '1,3 Mo', ja: '1.3 MB', pl: '1,3 MB' },
  );
  assert.deepEqual(
    inEach(() => hoursText(24).replaceAll('\u00a0', ' ')),
    { en: '24 hours', de: '24 Stunden', fr: '24 heures', ja: '24 時間', pl: '24 godziny' },
  );
  assert.equal(inEach(() => hoursText(1))['pl']?.replaceAll('\u00a0', ' '), '1 godzina');
});

test('lists are joined as the language joins them', () => {
  const names = ['480p', '720p', '1080p'];
  assert.deepEqual(
    inEach(() => list(names)),
    {
      en: '480p, 720p, 1080p',
      de: '480p, 720p und 1080p',
      fr: '480p, 720p, 1080p',
      ja: '480p、720p、1080p',
      pl: '480p, 720p i 1080p',
    },
  );
  assert.deepEqual(
    inEach(() => list(names, 'long')),
    {
      en: '480p, 720p, and 1080p',
      de: '480p, 720p und 1080p',
      fr: '480p, 720p et 1080p',
      ja: '480p、720p、1080p',
      pl: '480p, 720p i 1080p',
    },
  );
  assert.deepEqual(
    inEach(() => choice(names)),
    {
      en: '480p, 720p, or 1080p',
      de: '480p, 720p oder 1080p',
      fr: '480p, 720p ou 1080p',
      ja: '480p、720p、または1080p',
      pl: '480p, 720p lub 1080p',
    },
  );
});

test('a sentence about many names joins them so too', () => {
  writeIn('ja');
  assert.match(leftOutNotice(['a.txt', 'b.txt']) ?? '', /: a\.txt、b\.txt\.$/);
});

test('a time of the day is that of the language, with its day where that is another', () => {
  const now = new Date(2026, 10, 25, 12).getTime();
  const evening = new Date(2026, 10, 25, 18, 40).getTime();
  assert.equal(inEach(() => clockText(evening, now))['de'], '18:40');
  assert.match(inEach(() => clockText(evening, now))['en'] ?? '', /^6:40\sPM$/);
  assert.match(inEach(() => clockText(evening, now - 86_400_000))['de'] ?? '', /^25\. Nov\.?, 18:40$/);
});
