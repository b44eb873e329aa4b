import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { PieceWriter } from '../../../../src/engine/downloads/pieceWriter.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

async function openFile(t: TestContext) {
  const path = join(temporaryFolder(t), 'clip.part');
  const file = await open(path, 'a+');
  t.after(() => file.close());
  return { path, file };
}

/** Pieces of all lengths, none like another. */
function pieces(count: number, length: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => Buffer.alloc(length + index, index));
}

describe('pieces of a file', () => {
  it('are on disk in their order once flushed, be they few or many', async (t) => {
    const { path, file } = await openFile(t);
    const writer = new PieceWriter(file);
    const all = [...pieces(3, 10), ...pieces(100, 60_000), ...pieces(3, 2_000_000)];
    const whole = Buffer.concat(all);
    for (const piece of all) await writer.add(piece);
    await writer.flush();
    assert.ok(readFileSync(path).equals(whole));
    await writer.flush();
    assert.equal(statSync(path).size, whole.length);
  });

  it('are all written where the system takes only a part at a time', async (t) => {
    const { path, file } = await openFile(t);
    const stingy = {
      writev: (buffers: readonly Buffer[]) => file.writev([(buffers[0] ?? Buffer.alloc(0)).subarray(0, 700)]),
    } as unknown as FileHandle;
    const writer = new PieceWriter(stingy);
    const all = pieces(5, 1000);
    const whole = Buffer.concat(all);
    for (const piece of all) await writer.add(piece);
    await writer.flush();
    assert.ok(readFileSync(path).equals(whole));
  });

  it('give their memory back as soon as they are written, but none that others share', async (t) => {
    const { file } = await openFile(t);
    const writer = new PieceWriter(file);
    const [own, shared] = [Buffer.alloc(70_000), Buffer.alloc(70_000)];
    await writer.add(own);
    await writer.add(shared.subarray(10));
    assert.equal(own.length, 70_000);
    await writer.flush();
    assert.deepEqual([own.length, shared.length], [0, 70_000]);
  });

  it('that cannot be written are told of, at the latest when flushed', async () => {
    const full = { writev: () => Promise.reject(new Error('ENOSPC')) } as unknown as FileHandle;
    const writer = new PieceWriter(full);
    await writer.add(Buffer.alloc(10));
    await assert.rejects(writer.flush(), /ENOSPC/);
    const large = new PieceWriter(full);
    await large.add(Buffer.alloc(2_000_000));
    await assert.rejects(large.add(Buffer.alloc(2_000_000)), /ENOSPC/);
  });
});
