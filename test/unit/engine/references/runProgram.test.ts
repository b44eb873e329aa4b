import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runProgram } from '../../../../src/engine/references/runProgram.ts';

/** Starts one that stays, in a session of its own, with the outputs that it was given; then does `more`. */
const leaving = (more: string): string[] => ['-c', `setsid sleep 30 & ${more}`];

describe('a program that leaves something running', { skip: process.platform !== 'linux' }, () => {
  const limits = { seconds: 2, signal: new AbortController().signal };

  it('has ended when it ends, with what it printed', { timeout: 10_000 }, async () => {
    assert.equal(
      await runProgram('sh', leaving('echo https://example.com/a.png'), limits),
      'https://example.com/a.png\n',
    );
  });

  it('has no more than its time', { timeout: 10_000 }, async () => {
    await assert.rejects(runProgram('sh', leaving('sleep 30'), limits), /longer than 2 s/);
  });

  it('ends at an abort', { timeout: 10_000 }, async () => {
    const stop = new AbortController();
    const running = runProgram('sh', leaving('sleep 30'), { seconds: 60, signal: stop.signal });
    stop.abort(new Error('stopped'));
    await assert.rejects(running, /stopped/);
  });
});
