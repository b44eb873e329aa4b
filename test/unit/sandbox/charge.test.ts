import assert from 'node:assert/strict';
import { test } from 'node:test';
import { creditsFor, creditsPerSecond } from '../../../src/sandbox/charge.ts';
import { durationsOf, models, resolutions } from '../../../src/sandbox/models.ts';

const published = {
  model: 'seedance-2.0',
  resolution: '720p',
  duration: 5,
  mediaUrls: ['https://example.com/photo.jpg'],
} as const;

test('the two published charges are charged', () => {
  assert.equal(creditsFor(published), 64);
  assert.equal(creditsFor({ ...published, mediaUrls: [] }), 40);
});

test('the rest is in proportion, rounded up', () => {
  assert.equal(creditsFor({ ...published, duration: 10 }), 128);
  assert.equal(creditsFor({ ...published, duration: 6 }), 77); // 76.8
  assert.equal(creditsFor({ ...published, resolution: '480p' }), 32);
  assert.equal(creditsFor({ ...published, resolution: '1080p' }), 160);
  assert.equal(creditsFor({ ...published, model: 'seedance-2.0-fast' }), 39); // 38.4
  assert.equal(creditsFor({ ...published, model: 'seedance-1.5-pro' }), 26); // 25.6
});

test('the listed prices are those that are charged, for everything that can be asked', () => {
  for (const model of models) {
    for (const resolution of resolutions) {
      for (const duration of durationsOf(model)) {
        for (const mediaUrls of [[], ['https://example.com/photo.jpg']]) {
          const exact = duration * creditsPerSecond(model, resolution, mediaUrls.length > 0);
          const credits = creditsFor({ model, resolution, duration, mediaUrls });
          assert.equal(credits, Math.ceil(Number(exact.toFixed(6))));
        }
      }
    }
  }
});
