import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentedCapabilities, modelOf, nearestDuration } from '../../../src/shared/capabilities.ts';
import { mediaExtensions, mediaKindOf, mediaKindOfUrl, type MediaKind } from '../../../src/shared/media.ts';
import { modeOf } from '../../../src/shared/mode.ts';
import { referenceToken } from '../../../src/shared/referenceToken.ts';
import { isBaseUrl, isFetchable } from '../../../src/shared/url.ts';

describe('the table of models', () => {
  it('is the vendor’s', () => {
    assert.deepEqual(
      documentedCapabilities.map(({ id, durations }) => [id, durations[0], durations.at(-1), durations.length]),
      [
        ['seedance-2.0', 4, 15, 12],
        ['seedance-2.0-fast', 4, 15, 12],
        ['seedance-1.5-pro', 5, 10, 2],
      ],
    );
  });

  it('knows its models by id only', () => {
    assert.equal(modelOf(documentedCapabilities, 'seedance-1.5-pro')?.label, 'Seedance 1.5 Pro');
    assert.equal(modelOf(documentedCapabilities, 'Seedance 1.5 Pro'), undefined);
  });

  it('moves a duration to the nearest, and to the cheaper of two', () => {
    const cases = [
      [[5, 10], 4, 5],
      [[5, 10], 7, 5],
      [[5, 10], 7.5, 5],
      [[5, 10], 8, 10],
      [[5, 10], 15, 10],
      [[4, 5, 6], 5, 5],
    ] as const;
    for (const [durations, wanted, nearest] of cases) assert.equal(nearestDuration(durations, wanted), nearest);
    assert.equal(nearestDuration([], 5), undefined);
  });
});

describe('the kind of a reference', () => {
  it('is told by the ending of its name, in any case', () => {
    for (const [kind, endings] of Object.entries(mediaExtensions)) {
      for (const ending of endings) {
        assert.equal(mediaKindOf(`a.b.${ending}`), kind);
        assert.equal(mediaKindOf(`A.${ending.toUpperCase()}`), kind);
      }
    }
    for (const name of ['', 'png', 'photo.', 'photo.png.txt', 'photo.png/', 'photo.constructor']) {
      assert.equal(mediaKindOf(name), undefined, name);
    }
  });

  it('is told by the path of a URL, not by its query', () => {
    assert.equal(mediaKindOfUrl('https://example.com/a.mp4?download=1#t'), 'video');
    assert.equal(mediaKindOfUrl('https://example.com/a?name=b.mp4'), undefined);
    assert.equal(mediaKindOfUrl('https://example.mp4'), undefined);
    assert.equal(mediaKindOfUrl('a.mp4'), undefined);
  });
});

describe('the mode', () => {
  it('follows from number and kinds', () => {
    const cases: readonly [readonly (MediaKind | undefined)[], string][] = [
      [[], 'text'],
      [['image'], 'firstFrame'],
      [['image', 'image'], 'firstAndLastFrame'],
      [['image', 'image', 'image'], 'references'],
      [['video'], 'references'],
      [['audio'], 'references'],
      [['image', 'audio'], 'references'],
      [[undefined], 'references'],
      [['image', undefined], 'references'],
    ];
    for (const [kinds, mode] of cases) assert.equal(modeOf(kinds), mode);
  });
});

describe('a token', () => {
  const kinds = ['image', 'video', 'image', undefined, 'audio'] as const;

  it('counts by kind, and calls the unknown an image', () => {
    const tokens = kinds.map((_, index) => referenceToken(kinds, index, 'brackets'));
    assert.deepEqual(tokens, ['[Image 1]', '[Video 1]', '[Image 2]', '[Image 3]', '[Audio 1]']);
  });

  it('has a second form', () => {
    assert.equal(referenceToken(kinds, 2, 'at'), '@Image2');
  });
});

describe('an address', () => {
  it('is a base URL where the key is safe on the way', () => {
    const good = ['https://www.seedance2.ink', 'http://127.0.0.1:4000', 'http://localhost:1', 'http://[::1]:1'];
    const bad = ['', 'seedance2.ink', 'http://seedance2.ink', 'ftp://127.0.0.1', 'https://me@seedance2.ink'];
    for (const url of good) assert.equal(isBaseUrl(url), true, url);
    for (const url of [...bad, 'http://127.0.0.1.example.com', 'http://localhost.example.com'])
      assert.equal(isBaseUrl(url), false, url);
  });

  it('that is none, or hides behind another scheme, is never fetched', () => {
    for (const url of ['', 'x', 'javascript:alert(1)', 'foo://localhost/', 'blob:http://127.0.0.1:1/x'])
      assert.equal(isFetchable(url, 'http://127.0.0.1:1'), false, url);
  });
});
