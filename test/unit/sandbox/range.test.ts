import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRange } from '../../../src/sandbox/range.ts';

test('a range is read as RFC 9110 says', () => {
  const cases = [
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=10-', { first: 10, last: 99 }],
    ['bytes=10-1000', { first: 10, last: 99 }],
    ['bytes=-10', { first: 90, last: 99 }],
    ['bytes=-1000', { first: 0, last: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    [undefined, undefined],
    ['bytes=-', undefined],
    ['bytes=20-10', undefined],
    ['bytes=0-1,5-6', undefined],
    ['lines=0-1', undefined],
  ] as const;
  for (const [header, range] of cases) assert.deepEqual(parseRange(header, 100), range, header);
});
