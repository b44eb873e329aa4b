import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { clipEnding, formatBytes } from '../../../../src/engine/downloads/clipFormat.ts';

const start = (text: string): Uint8Array => Buffer.from(text, 'latin1');

test('a clip’s ending follows from how it begins, not from what anybody calls it', () => {
  assert.equal(clipEnding(start('\0\0\0\x18ftypisom')), 'mp4');
  assert.equal(clipEnding(start('\0\0\0\x18ftypmp42')), 'mp4');
  assert.equal(clipEnding(start('\0\0\0\x14ftypqt  ')), 'mov');
  assert.equal(clipEnding(start('\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f')), 'webm');
  const clip = readFileSync(join(import.meta.dirname, '../../../../media/sandbox/16x9.mp4'));
  assert.equal(clipEnding(clip.subarray(0, formatBytes)), 'mp4');
});

test('what is no video has none', () => {
  for (const text of [
    '',
    'ftyp',
    '<!doctype html>',
    '{"success":false}',
    '\x89PNG\r\n\x1a\n',
    'GIF89a',
    'RIFF\0\0\0\0AVI ',
    '#!/bin/sh\n',
  ])
    assert.equal(clipEnding(start(text)), undefined, text);
});
