import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { linesOf } from '../../../../src/shared/agents/lines.ts';

async function read(parts: readonly Uint8Array[], longest = 100): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(Readable.from(parts), () => longest)) lines.push(line);
  return lines;
}

describe('lines', () => {
  it('are the same in whatever parts they arrive', async () => {
    const bytes = Buffer.from('first\n“Dunes” 砂丘 🏜\n\nlast\nnot ended');
    for (const size of [1, 2, 3, 7, 1000]) {
      const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
        bytes.subarray(n * size, (n + 1) * size),
      );
      assert.deepEqual(await read(parts), ['first', '“Dunes” 砂丘 🏜', '', 'last'], `${size} bytes at a time`);
    }
  });

  it('end where one is too long, whether or not it ends', async () => {
    for (const text of ['x'.repeat(11), `${'x'.repeat(11)}\n`, `short\n${'x'.repeat(11)}`]) {
      for (const size of [1, 4, 100]) {
        const bytes = Buffer.from(text);
        const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
          bytes.subarray(n * size, (n + 1) * size),
        );
        await assert.rejects(read(parts, 10), /too long/, `${text} by ${size}`);
      }
    }
    assert.deepEqual(await read([Buffer.from(`${'x'.repeat(10)}\n`)], 10), ['x'.repeat(10)]);
  });

  it('follow a limit that changes on the way', async () => {
    let longest = 5;
    const lines = linesOf(Readable.from([Buffer.from('hello\nmuch longer\n')]), () => longest);
    assert.equal((await lines.next()).value, 'hello');
    longest = 50;
    assert.equal((await lines.next()).value, 'much longer');
  });
});
