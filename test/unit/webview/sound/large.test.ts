import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PageReads } from '../../../../src/webview/preview/pageReads.ts';
import { soundOf, type Made } from '../../../../src/webview/preview/sound/soundOf.ts';
import { makeClip, rising } from '../../../support/clips.ts';

/** Bytes of it. */
const nothing = 300 * 1024 * 1024;

const long = { type: 'silent', trouble: { reason: 'long' } };

describe('of a clip that is too large to be held', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'sound-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** What is said of a clip that ends in much of nothing and is read part by part, and how much of it was read. */
  async function saidOf(name: string, heard: boolean, ...options: string[]): Promise<Made & { readonly read: number }> {
    const file = join(folder, name);
    makeClip(file, 2, rising, options);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(nothing);
    head.write('free', 4);
    const bytes = Buffer.concat([readFileSync(file), head]);
    let read = 0;
    const reads = new PageReads(bytes.length - head.length + nothing, ({ id, start, end }) => {
      read += end - start;
      const part = new Uint8Array(end - start);
      part.set(bytes.subarray(start, end));
      reads.take({ type: 'bytes', id, bytes: part.buffer });
    });
    const made = await soundOf(reads.source, heard, () => Promise.reject(new Error('nothing is to be made')));
    return { ...made, read };
  }

  it('it is said that its sound cannot be played here where there is one that the page lacks a decoder for', async () => {
    const { read, ...said } = await saidOf('sound.mp4', false, '-c:a', 'aac');
    assert.deepEqual(said, long);
    assert.ok(read < nothing / 10, `${read} bytes were read`);
  });

  it('nothing is said where there is none, where it is heard, or where every browser decodes it', async () => {
    for (const [name, heard, ...options] of [
      ['silent.mp4', false, '-an'],
      ['silent.mov', false, '-an'],
      ['heard.mp4', true, '-c:a', 'aac'],
      ['sound.webm', false, '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'],
    ] as const) {
      const { type } = await saidOf(name, heard, ...options);
      assert.equal(type, 'nothing', name);
    }
  });

  it('a codec that nobody here knows is named', async () => {
    const { read, ...said } = await saidOf('dts.mp4', false, '-c:a', 'dca', '-strict', '-2');
    assert.deepEqual(said, { type: 'silent', trouble: { reason: 'codec', codec: 'dts' } });
    assert.ok(read < nothing / 10, `${read} bytes were read`);
  });

  it('it is damaged where the page cannot read it', async () => {
    const reads: PageReads = new PageReads(1000, ({ id }) => reads.take({ type: 'bytes', id, bytes: undefined }));
    const said = await soundOf(reads.source, false, () => Promise.reject(new Error('nothing is to be made')));
    assert.deepEqual(said, { type: 'silent', trouble: { reason: 'damaged' } });
  });
});
