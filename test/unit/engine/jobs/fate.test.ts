import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiFailure } from '../../../../src/engine/api/failure.ts';
import { fateOf, type Fate } from '../../../../src/engine/jobs/fate.ts';

const table: readonly [name: string, failure: ApiFailure, fate: Fate][] = [
  ['no connection', { kind: 'network', phase: 'connect', message: 'refused' }, 'notSent'],
  ['a reset after the bytes left', { kind: 'network', phase: 'later', message: 'reset' }, 'open'],
  ['too many requests', { kind: 'rateLimited', status: 429 }, 'turnedAway'],
  ['a wrong key', { kind: 'unauthorized', status: 401 }, 'refused'],
  ['a wrong key in a 200', { kind: 'unauthorized', status: 200 }, 'open'],
  ['a readable 400', { kind: 'rejected', status: 400 }, 'refused'],
  ['no credits', { kind: 'rejected', status: 402 }, 'refused'],
  ['a refusal of status 500', { kind: 'rejected', status: 500 }, 'open'],
  ['a 500', { kind: 'server', status: 500 }, 'open'],
  ['an unreadable 200', { kind: 'badReply', status: 200, message: 'html' }, 'open'],
  ['an unreadable 400', { kind: 'badReply', status: 400, message: 'html' }, 'open'],
  ['a redirect', { kind: 'badReply', status: 302, message: 'html' }, 'open'],
  ['a conflict', { kind: 'badReply', status: 409, message: 'conflict' }, 'open'],
];

describe('the fate of a create', () => {
  for (const [name, failure, fate] of table) {
    it(`is ${fate} after ${name}`, () => assert.equal(fateOf(failure), fate));
  }
});
