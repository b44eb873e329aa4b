import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearestRatio, ratioOf, timesApart } from '../../../../../src/engine/references/media/aspect.ts';
import { checkMedia } from '../../../../../src/engine/references/media/checks.ts';
import type { MediaFacts } from '../../../../../src/engine/references/media/facts.ts';
import { documentedCapabilities } from '../../../../../src/shared/capabilities.ts';
import type { Draft, Reference } from '../../../../../src/shared/draft.ts';
import { mediaKindOf } from '../../../../../src/shared/media.ts';
import type { Mend, Problem } from '../../../../../src/shared/problem.ts';
import { draftOf } from '../../../../support/engine/fixtures.ts';

const plain = { rotated: false, located: false };
const jpeg = { ...plain, format: 'JPEG', mime: 'image/jpeg', kind: 'image', endings: ['jpg', 'jpeg'] } as const;
const png = { ...plain, format: 'PNG', mime: 'image/png', kind: 'image', endings: ['png'] } as const;
const mp4 = { ...plain, format: 'MP4', mime: 'video/mp4', kind: 'video', endings: ['mp4', 'm4v'] } as const;
const mp3 = { ...plain, format: 'MP3', mime: 'audio/mpeg', kind: 'audio', endings: ['mp3'] } as const;
/** A picture that nothing is to be said of. */
const photo = { ...jpeg, size: 500_000, width: 1920, height: 1080 };
const MB = 1024 * 1024;

function file(name: string): Reference {
  const kind = mediaKindOf(name);
  return { id: `id of ${name}`, name, ...(kind && { kind }), source: { type: 'file', uri: `file:///${name}` } };
}

function link(name: string): Reference {
  return { ...file(name), source: { type: 'url', url: `https://example.com/${name}?size=1` } };
}

function check(
  media: readonly (readonly [reference: Reference, facts: MediaFacts | undefined])[],
  fields: Partial<Draft> = {},
): Problem[] {
  const draft = draftOf({ references: media.map(([reference]) => reference), ...fields });
  const problems = checkMedia(
    draft,
    media.map(([, facts]) => facts),
    documentedCapabilities,
  );
  for (const { field } of problems) assert.equal(field, 'mediaUrls');
  return problems;
}

/** The one problem that is found. */
function only(problems: readonly Problem[]): Problem {
  assert.equal(problems.length, 1, problems.map(({ message }) => message).join('\n'));
  return problems[0] ?? assert.fail();
}

function copyOf(problem: Problem): Extract<Mend, { type: 'copy' }>['copy'] {
  const { action } = problem.mend ?? assert.fail(problem.message);
  return action.type === 'copy' ? action.copy : assert.fail(problem.message);
}

describe('a reference', () => {
  it('is not talked about where all is well, or where nobody could look', () => {
    assert.deepEqual(check([]), []);
    assert.deepEqual(check([[file('a.jpg'), photo]]), []);
    assert.deepEqual(check([[link('a.jpeg'), photo]]), []);
    assert.deepEqual(check([[file('a.JPG'), photo]]), []);
    assert.deepEqual(check([[file('a.jpg'), undefined]]), []);
    assert.deepEqual(check([[file('a.jpg'), plain]]), []);
    assert.deepEqual(check([[link('photo'), photo]]), []);
    assert.deepEqual(check([[file('a.m4v'), { ...mp4, size: 500 * MB }]]), []);
  });

  const refused: readonly (readonly [name: string, facts: MediaFacts, says: RegExp])[] = [
    ['a.jpg', { ...plain, size: 0 }, /“a\.jpg” is empty\. Choose another/],
    [
      'a.jpg',
      { ...plain, format: 'HEIC', mime: 'image/heic' },
      /is HEIC inside\. The service takes \.jpg, \.jpeg, \.png/,
    ],
    ['a.png', { ...plain, format: 'SVG', mime: 'image/svg+xml' }, /is SVG inside/],
    ['a.png', { ...plain, format: 'PDF', mime: 'application/pdf' }, /is PDF inside/],
    [
      'a.mp4',
      { ...plain, format: 'HTML', mime: 'text/html' },
      /is HTML inside\. The service takes \.mp4, \.mov, \.m4v: export/,
    ],
    ['a.mp3', { ...plain, format: 'OGG', mime: 'audio/ogg' }, /is OGG inside\. The service takes \.mp3, \.wav: export/],
    ['photo', { ...plain, format: 'HTML', mime: 'text/html' }, /The service takes \.jpg.*\.mp4.*\.wav/],
    ['a.png', { ...plain, size: 9, unknown: true }, /is not a picture, whatever its name says/],
    ['a.png', mp4, /is a video \(MP4\) inside.*right ending: \.mp4, \.mov, \.m4v\./],
    ['a.mp4', photo, /is a picture \(JPEG\) inside.*\.jpg/],
    ['a.mp4', mp3, /is sound \(MP3\) inside.*\.mp3, \.wav/],
    ['a.mp4', { ...mp4, size: 512 * MB + 1 }, /more than 512 MB, perhaps picked by mistake/],
    ['a.bin', { ...plain, size: 2048 * MB }, /more than 512 MB/],
  ];
  for (const [name, facts, says] of refused) {
    it(`is refused: ${name}, ${facts.format ?? `${facts.size ?? ''} bytes`}`, () => {
      const problem = only(check([[file(name), facts]]));
      assert.equal(problem.severity, 'error');
      assert.equal(problem.index, 0);
      assert.match(problem.message, says);
      assert.equal(problem.mend, undefined);
    });
  }

  it('of a size that only matters for an upload is not refused where it is public already', () => {
    assert.deepEqual(check([[link('a.mp4'), { ...mp4, size: 2048 * MB }]]), []);
  });

  it('that begins in no known way may still be sound or a video', () => {
    for (const name of ['a.mp3', 'a.mp4', 'a']) {
      const problems = check([[file(name), { ...plain, size: 9, unknown: true }]]);
      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error'),
        [],
      );
    }
  });

  it('that a browser can read and the service cannot is converted', () => {
    const avif = { ...plain, format: 'AVIF', mime: 'image/avif', width: 800, height: 450 };
    const problem = only(check([[file('a.jpg'), avif]]));
    assert.equal(problem.severity, 'error');
    assert.equal(problem.mend?.label, 'Convert to PNG');
    assert.deepEqual(copyOf(problem), { referenceId: 'id of a.jpg', mime: 'image/png', width: 800, height: 450 });
    assert.equal(only(check([[link('a.jpg'), avif]])).mend, undefined);
  });

  it('that ends in another format of its kind is a warning, with a copy for a picture', () => {
    const problem = only(check([[file('a.jpg'), { ...png, width: 1920, height: 1080 }]]));
    assert.equal(problem.severity, 'warning');
    assert.match(problem.message, /“a\.jpg” is PNG inside, though it ends in \.jpg/);
    assert.equal(problem.mend?.label, 'Convert to PNG');
    assert.deepEqual(copyOf(problem), { referenceId: 'id of a.jpg', mime: 'image/png', width: 1920, height: 1080 });
    assert.equal(only(check([[file('a.PNG'), photo]])).mend?.label, 'Convert to JPEG');
    assert.equal(only(check([[link('a.png'), photo]])).mend, undefined);
    const clip = only(check([[file('a.mov'), mp4]]));
    assert.match(clip.message, /is MP4 inside, though it ends in \.mov/);
    assert.equal(clip.mend, undefined);
  });

  it('keeps its name as it is, whatever that is', () => {
    const name = '<b>100 % "a"&\u202e.jpg';
    const { message } = only(check([[file(name), { ...photo, located: true }]]));
    assert.ok(message.includes(name));
  });
});

describe('a picture', () => {
  const sizes: readonly (readonly [width: number, height: number, says: RegExp[], copy?: readonly [number, number]])[] =
    [
      [300, 300, []],
      [6000, 6000, []],
      [6000, 2400, []],
      [300, 750, []],
      [299, 299, [/299 × 299 px\. The model takes 300 to 6000 px/], [300, 300]],
      [150, 300, [/150 × 300 px/], [300, 600]],
      [6001, 3000, [/6001 × 3000 px/], [6000, 3000]],
      [20_000, 20_000, [/20000 × 20000 px/], [6000, 6000]],
      [1, 1, [/1 × 1 px/], [300, 300]],
      [299, 750, [/299 × 750/, /2\.5 times as high as wide.*crop/], [300, 753]],
      [1000, 2501, [/2\.5 times as high as wide/]],
      [2501, 1000, [/2\.5 times as wide as high/]],
      [9000, 450, [/9000 × 450/, /2\.5 times as wide as high/], [6000, 300]],
      // Neither side can be mended without spoiling the other.
      [9000, 300, [/9000 × 300/, /2\.5 times as wide as high/]],
    ];
  for (const [width, height, says, copy] of sizes) {
    it(`of ${width} × ${height} px: ${says.length} warnings${copy === undefined ? '' : `, and a copy of ${copy.join(' × ')}`}`, () => {
      const problems = check([[file('a.jpg'), { ...photo, width, height }]], { aspectRatio: 'adaptive' });
      assert.equal(problems.length, says.length);
      for (const [index, problem] of problems.entries()) {
        assert.equal(problem.severity, 'warning');
        assert.match(problem.message, says[index] ?? assert.fail());
      }
      const resize = problems.find(({ mend }) => mend !== undefined);
      assert.equal(resize?.mend?.label, copy && 'Resize a copy');
      if (resize !== undefined) assert.deepEqual([copyOf(resize).width, copyOf(resize).height], copy);
    });
  }

  it('of more than 30 MB gets a copy that is likely to have less', () => {
    const problem = only(check([[file('a.png'), { ...png, size: 60 * MB, width: 6000, height: 3375 }]]));
    assert.match(problem.message, /more than 30 MB/);
    const { width, height, mime } = copyOf(problem);
    assert.equal(mime, 'image/png');
    assert.ok(width * height < 0.45 * 6000 * 3375, `${width} × ${height}`);
    assert.ok(Math.abs(width / height - 16 / 9) < 0.01);
    assert.deepEqual(check([[file('a.png'), { ...png, size: 30 * MB, width: 1920, height: 1080 }]]), []);
    assert.equal(only(check([[link('a.png'), { ...png, size: 31 * MB, width: 1920, height: 1080 }]])).mend, undefined);
  });

  it('that is turned, located and too large gets one and the same copy for all of it', () => {
    const facts = { ...photo, width: 8000, height: 4500, size: 40 * MB, rotated: true, located: true };
    const problems = check([[file('a.jpg'), facts]]);
    assert.deepEqual(
      problems.map(({ mend }) => mend?.label),
      ['Resize a copy', 'Resize a copy', 'Make an upright copy', 'Strip metadata'],
    );
    assert.match(problems[2]?.message ?? '', /upright only by its EXIF data/);
    assert.match(problems[3]?.message ?? '', /where it was taken/);
    const [first, ...others] = problems.map(copyOf);
    for (const other of others) assert.deepEqual(other, first);
  });

  it('keeps its format in a copy where a canvas writes that', () => {
    for (const [mime, expected] of [
      ['image/jpeg', 'image/jpeg'],
      ['image/webp', 'image/webp'],
      ['image/gif', 'image/png'],
      ['image/bmp', 'image/png'],
    ] as const) {
      const facts = { ...photo, mime, located: true };
      assert.equal(copyOf(only(check([[file('a.jpg'), facts]]))).mime, expected);
    }
  });
});

describe('the shape of a picture', () => {
  const shapes: readonly (readonly [width: number, height: number, chosen: string, use: string | undefined | false])[] =
    [
      [1920, 1080, '16:9', false],
      [1920, 1200, '16:9', false],
      [1500, 1000, '16:9', false],
      [1080, 1920, '16:9', '9:16'],
      [1000, 1000, '16:9', '1:1'],
      [1000, 1100, '1:1', false],
      [1080, 1920, '1:1', '9:16'],
      // As far from 16:9 as from 1:1: the chosen one stays.
      [1200, 900, '16:9', undefined],
      [1200, 900, '1:1', undefined],
      [1200, 900, '9:16', '16:9'],
      [1080, 1920, 'adaptive', false],
    ];
  for (const [width, height, aspectRatio, use] of shapes) {
    const outcome = use === false ? 'fits' : (use ?? 'no better one');
    it(`${width} × ${height} as the first frame of ${aspectRatio}: ${outcome}`, () => {
      const problems = check([[file('a.jpg'), { ...photo, width, height }]], { aspectRatio });
      if (use === false) {
        assert.deepEqual(problems, []);
        return;
      }
      const { severity, message, mend } = only(problems);
      assert.equal(severity, 'warning');
      assert.ok(message.includes(`(${width} × ${height}) is far from ${aspectRatio}`));
      const expected = use && { label: `Use ${use}`, action: { type: 'aspectRatio', value: use } };
      assert.deepEqual(mend, expected);
    });
  }

  it('matters for a first and a last frame, and not where pictures are references', () => {
    const upright = { ...photo, width: 1080, height: 1920 };
    const media = [file('a.jpg'), file('b.jpg'), file('c.jpg')].map((reference) => [reference, upright] as const);
    assert.deepEqual(
      check(media.slice(0, 2)).map(({ index }) => index),
      [0, 1],
    );
    assert.deepEqual(check(media), []);
  });

  it('is reckoned the same from both sides', () => {
    assert.equal(ratioOf('16:9'), 16 / 9);
    for (const none of ['adaptive', '', '0:9', '9:0', '1.5:1', '16/9']) assert.equal(ratioOf(none), undefined, none);
    assert.equal(timesApart(2, 1), 2);
    assert.equal(timesApart(1, 2), 2);
    assert.equal(nearestRatio(['adaptive'], 1), undefined);
    assert.equal(nearestRatio(['16:9', '9:16', '1:1'], 0.6), '9:16');
    assert.equal(nearestRatio(['1:1', '4:1'], 2), '1:1');
    assert.equal(nearestRatio(['4:1', '1:1'], 2), '4:1');
  });
});

describe('references together', () => {
  it('are a warning where a picture comes with a video or sound, or sound comes alone', () => {
    const sound = [file('a.mp3'), mp3] as const;
    const clip = [file('a.mp4'), mp4] as const;
    const picture = [file('a.jpg'), photo] as const;
    const cases: readonly (readonly [media: Parameters<typeof check>[0], says: RegExp | undefined])[] = [
      [[picture, clip], /picture together with a video or sound/],
      [[sound, picture], /picture together with a video or sound/],
      [[sound], /Sound alone/],
      [[sound, sound], /Sound alone/],
      [[clip, sound], undefined],
      [[clip], undefined],
      [[picture, picture, picture], undefined],
      [[[file('a.mp3'), undefined]], /Sound alone/],
    ];
    for (const [media, says] of cases) {
      const problems = check(media);
      if (says === undefined) {
        assert.deepEqual(problems, []);
        continue;
      }
      const { severity, index, message } = only(problems);
      assert.equal(severity, 'warning');
      assert.equal(index, undefined);
      assert.match(message, says);
    }
  });
});
