import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkGeneration } from '../../../src/sandbox/rules.ts';
import { Refusal } from '../../../src/sandbox/refusal.ts';

const least = { model: 'seedance-2.0', prompt: 'Waves at dusk' };

function assertRefused(fields: unknown, message: RegExp): void {
  assert.throws(
    () => checkGeneration(fields),
    (error) => error instanceof Refusal && error.status === 400 && message.test(error.message),
    JSON.stringify(fields),
  );
}

test('model and prompt are enough, the rest has the values of the published example', () => {
  assert.deepEqual(checkGeneration(least), {
    ...least,
    mediaUrls: [],
    aspectRatio: '16:9',
    duration: 5,
    resolution: '720p',
  });
});

test('a body that is no object is refused', () => {
  for (const body of [null, [], 'text', 5, true]) assertRefused(body, /JSON object/);
});

test('the three models are taken, no other', () => {
  for (const model of ['seedance-2.0', 'seedance-2.0-fast', 'seedance-1.5-pro']) {
    assert.equal(checkGeneration({ ...least, model }).model, model);
  }
  for (const model of ['seedance-3.0', '', null, 2]) assertRefused({ ...least, model }, /^model /);
  assertRefused({ prompt: 'x' }, /^model is required/);
});

test('a prompt is text that is not blank', () => {
  for (const prompt of [undefined, null, '', '  \n', 5, ['x']]) assertRefused({ ...least, prompt }, /^prompt /);
});

test('aspect ratio and resolution are of the documented ones', () => {
  for (const aspectRatio of ['16:9', '9:16', '1:1']) {
    assert.equal(checkGeneration({ ...least, aspectRatio }).aspectRatio, aspectRatio);
  }
  for (const resolution of ['480p', '720p', '1080p']) {
    assert.equal(checkGeneration({ ...least, resolution }).resolution, resolution);
  }
  for (const aspectRatio of ['4:3', '', null, 1])
    assertRefused({ ...least, aspectRatio }, /^aspectRatio .*16:9, 9:16, 1:1/);
  for (const resolution of ['4k', 720, null])
    assertRefused({ ...least, resolution }, /^resolution .*480p, 720p, 1080p/);
});

test('the 2.0 models make 4 to 15 whole seconds, 1.5-pro 5 or 10', () => {
  const taken = (model: string) =>
    Array.from({ length: 20 }, (_, duration) => duration).filter((duration) => {
      try {
        return checkGeneration({ ...least, model, duration }).duration === duration;
      } catch {
        return false;
      }
    });
  assert.deepEqual(taken('seedance-2.0'), [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  assert.deepEqual(taken('seedance-2.0-fast'), taken('seedance-2.0'));
  assert.deepEqual(taken('seedance-1.5-pro'), [5, 10]);
  for (const duration of [5.5, '5', null, -5]) assertRefused({ ...least, duration }, /^duration must be one of/);
});

test('up to five public HTTPS URLs are taken as references', () => {
  const mediaUrls = ['a.jpg', 'b.mp4', 'c.mp3', 'd', 'e.PNG?size=1'].map((name) => `https://example.com/${name}`);
  assert.deepEqual(checkGeneration({ ...least, mediaUrls }).mediaUrls, mediaUrls);
  assert.deepEqual(checkGeneration({ ...least, mediaUrls: [] }).mediaUrls, []);
  assertRefused({ ...least, mediaUrls: [...mediaUrls, mediaUrls[0]] }, /^mediaUrls .*5/);
});

test('a reference that is no HTTPS URL is refused by its place', () => {
  for (const url of ['http://example.com/a.jpg', 'file:///a.jpg', 'a.jpg', 'data:image/png;base64,AA', '', null, 5]) {
    assertRefused({ ...least, mediaUrls: ['https://example.com/a.jpg', url] }, /^mediaUrls\[1\]/);
  }
  for (const mediaUrls of ['https://example.com/a.jpg', {}, null])
    assertRefused({ ...least, mediaUrls }, /^mediaUrls /);
});

test('plain HTTP is for uploads of a sandbox alone', () => {
  const sha256 = 'ab'.repeat(32);
  const own = `http://127.0.0.1:4711/sandbox/media/${sha256}/a.png`;
  assert.deepEqual(checkGeneration({ ...least, mediaUrls: [own] }).mediaUrls, [own]);
  for (const url of [
    `http://example.com/sandbox/media/${sha256}/a.png`,
    `http://127.0.0.1:4711/sandbox/media/${sha256}`,
    `http://127.0.0.1:4711/sandbox/media/${sha256}/deeper/a.png`,
    'http://127.0.0.1:4711/sandbox/media/../../etc/passwd',
    'http://127.0.0.1:4711/a.png',
  ]) {
    assertRefused({ ...least, mediaUrls: [url] }, /^mediaUrls\[0\]/);
  }
});

test('sound is taken with a picture, never alone', () => {
  const [sound, song] = ['https://example.com/a.mp3', 'https://example.com/b.WAV?x=1'];
  for (const mediaUrls of [[sound], [sound, song]]) assertRefused({ ...least, mediaUrls }, /audio alone/);
  for (const beside of ['https://example.com/a.jpg', 'https://example.com/a.mov']) {
    assert.equal(checkGeneration({ ...least, mediaUrls: [sound, beside] }).mediaUrls.length, 2);
  }
});

test('a webhook is a URL, metadata an object, and unknown fields are let pass', () => {
  checkGeneration({ ...least, webhookUrl: 'https://example.com/hook', metadata: { any: ['thing'] }, later: 1 });
  for (const webhookUrl of ['nowhere', 'ftp://example.com', 5, null])
    assertRefused({ ...least, webhookUrl }, /^webhookUrl /);
  for (const metadata of ['text', [], null, 5]) assertRefused({ ...least, metadata }, /^metadata /);
});
