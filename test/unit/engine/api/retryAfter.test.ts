import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRetryAfter } from '../../../../src/engine/api/retryAfter.ts';

test('Retry-After is read as seconds or as a date, and never lies in the past', () => {
  const now = Date.UTC(2026, 0, 1, 12);
  const cases = [
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', 0],
    [' 30 ', 30_000],
    ['86400', 86_400_000],
    ['Thu, 01 Jan 2026 12:00:10 GMT', 10_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 365 * 86_400_000],
    ['9'.repeat(400), 365 * 86_400_000],
    ['-1', undefined],
    ['1.5', undefined],
    ['in 2099', undefined],
  ] as const;
  for (const [header, wait] of cases) assert.equal(readRetryAfter(header, now), wait, header);
});
