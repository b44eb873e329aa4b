import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { packageExtension } from '../support/build.ts';
import { vsix } from '../support/paths.mjs';
import { readZip } from './zip.ts';

const folder = 'extension/media/sound';

describe('the decoders of sound', () => {
  let files: Map<string, Buffer>;
  before(async () => {
    await packageExtension();
    files = readZip(vsix);
  });

  const text = (name: string): string => files.get(`${folder}/${name}`)?.toString() ?? '';
  const wasm = (): Buffer => files.get(`${folder}/sound.wasm`) ?? Buffer.alloc(0);

  test('are the file that their README names, with where its source is', () => {
    const readme = text('README.md');
    assert.ok(readme.includes(createHash('sha256').update(wasm()).digest('hex')));
    for (const words of ['ffmpeg-5.1.9.tar.xz', '7:5.1.9-0+deb12u1', 'emscripten` 3.1.6', 'LGPL 2.1'])
      assert.ok(readme.includes(words), words);
  });

  test('come with their licence, their own source and their recipe, and are credited', () => {
    assert.match(text('COPYING.LGPLv2.1'), /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1, February 1999/);
    const notices = files.get('extension/dist/ThirdPartyNotices.txt')?.toString() ?? '';
    assert.ok(notices.includes('FFmpeg 5.1.9 (LGPL-2.1-or-later)'));
    assert.match(text('sound.c'), /avcodec_receive_frame/);
  });

  test('hold nothing under the GPL, and neither does any other file', () => {
    const recipe = text('build.sh');
    assert.doesNotMatch(recipe, /--enable-(gpl|nonfree|version3|lib)/);
    // The recipe stops where FFmpeg says that its licence is another one.
    assert.match(recipe, /FFMPEG_LICENSE "LGPL version 2\.1 or later"/);
    for (const [name, content] of files)
      assert.doesNotMatch(content.toString('latin1'), /^\s*GNU (AFFERO )?GENERAL PUBLIC LICENSE\s/m, name);
  });

  test('are a file that nothing else holds a copy of, so that another one can take its place', () => {
    const piece = wasm().subarray(1000, 1064);
    const holders = [...files].filter(([, content]) => content.includes(piece)).map(([name]) => name);
    assert.deepEqual(holders, [`${folder}/sound.wasm`]);
  });
});
