import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { isCut } from '../../../../src/engine/downloads/isCut.ts';
import { clipBytes } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

/** An element of WebM with its length in eight bytes, or with none (as a live recording writes it). */
function element(id: string, content: Buffer, knowsLength = true): Buffer {
  const length = Buffer.alloc(8, knowsLength ? 0 : 0xff);
  length.writeUInt8(1, 0);
  if (knowsLength) length.writeUInt32BE(content.length, 4);
  return Buffer.concat([Buffer.from(id, 'hex'), length, content]);
}

function webm(knowsLength: boolean): Buffer {
  const block = element('a3', Buffer.alloc(900, 7));
  const media = element('1f43b675', Buffer.concat([block, block]), knowsLength);
  const segment = Buffer.concat([element('1654ae6b', Buffer.alloc(50)), media]);
  return Buffer.concat([element('1a45dfa3', Buffer.alloc(20)), element('18538067', segment, knowsLength)]);
}

const whole: readonly [name: string, bytes: Buffer][] = [
  ['MP4', clipBytes(2000)],
  ['WebM', webm(true)],
  ['WebM that was written without looking back', webm(false)],
];

async function look(t: TestContext, bytes: Buffer): Promise<boolean> {
  const path = join(temporaryFolder(t), 'clip');
  writeFileSync(path, bytes);
  return await isCut(path);
}

describe('a clip', () => {
  for (const [name, bytes] of whole)
    it(`(${name}) is whole, and cut at any tenth it is not`, async (t) => {
      assert.equal(await look(t, bytes), false);
      for (let tenth = 1; tenth < 10; tenth++)
        assert.equal(await look(t, bytes.subarray(0, (bytes.length * tenth) / 10)), true, `${tenth} tenths`);
    });

  it('of no format that we know is left alone', async (t) => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('RIFF'), Buffer.from('<html>')])
      assert.equal(await look(t, bytes), false);
  });
});
