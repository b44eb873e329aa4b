import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../../src/engine/api/failure.ts';
import type { Submission } from '../../src/engine/jobs/submit.ts';
import type { Fault, Step } from '../support/faults/fault.ts';
import { faultsOf } from '../support/faults/faults.ts';
import { creates, legible, type Outcomes } from '../support/faults/outcomes.ts';
import { HostileWindow } from '../support/faults/window.ts';
import { report } from './table.ts';

/** What a look or a cancel that met one of these is told to have failed of. */
const failures: Outcomes = {
  network: [
    ...[
      'connection refused',
      'connection refused three times',
      'reset in the request',
      'reset after the request',
      'closed after the request',
    ],
    ...['reset before the reply', 'closed before the reply', 'reset in the head of the reply', 'reset in the reply'],
    ...['closed in the reply', 'a chunk that never ends', 'no head of a reply, ever', 'no body of a reply, ever'],
    ...['one byte a second', 'not HTTP', 'a head of 200 KB', '101 nobody asked for'],
  ],
  unauthorized: ['401'],
  rejected: ['400', '402', '403', '404'],
  rateLimited: [
    ...['429', '429 for 2 s', '429 until 3 s later', '429 until 1994', '429 until 9999', '429 in no words'],
    '429 for ever',
  ],
  server: ['500', '503', '500 afterwards', '502 afterwards', '504 afterwards', '999 afterwards'],
  badReply: [
    ...['204', '302 to itself', '307 in a loop', '308 elsewhere', '304', '408', '409', '425', '418 in HTML', 'HTML'],
    ...['nothing', 'null', 'a list', 'a number', 'cut JSON', 'nested 50,000 deep', 'a gzip bomb', '100 MB'],
    'no to what it took',
  ],
  nothing: legible,
};

const looks: Outcomes = {
  ...failures,
  badReply: [...(failures['badReply'] ?? []), 'wrong types', 'another id'],
  nothing: [
    ...legible,
    ...['a status of later', 'a status that goes back', 'success without a clip', 'a clip without success'],
  ],
};

// A cancel whose reply names no status is followed by a look.
const cancels: Outcomes = { ...failures, nothing: [...legible, 'wrong types'] };

/** What a download that met one of these does: goes on in the same try, or begins another one later. */
const downloads: Outcomes = {
  'the same try': [
    ...['404', '403 as expired', '410', '416', 'HTML instead of video', '0 bytes'],
    ...['to http:', 'to a port of this machine', 'to no address', 'to itself for ever', 'no ranges', 'no length'],
    ...['a length that is too short', 'a wrong range', 'a range that is none'],
  ],
  // The end of a connection may come before what it brought was read: where nothing was, that try has got nowhere.
  'the same try | another try': [
    'a length that is too long',
    ...Array.from({ length: 9 }, (_, tenth) => `cut at ${tenth + 1} tenths`),
  ],
  'another try': [
    ...['connection refused', 'connection refused three times'],
    ...['reset after the request', 'closed after the request', 'reset before the reply', 'closed before the reply'],
    ...['reset in the head of the reply', 'no head of a reply, ever', 'not HTTP', 'a head of 200 KB', '204', '429'],
    ...['500', '503 in HTML', 'no body of a reply, ever', 'one byte a second'],
  ],
};

describe('one fault of the service alone', () => {
  it('in a create ends as what can be known of it, charged once at most', async (t) => {
    const window = await HostileWindow.open(t, { isPatient: true });
    await holds('create', window, creates, async (fault) => {
      const customer = await window.meet({ create: [fault] });
      const submission = await window.submit(customer);
      if (submission.outcome === 'accepted') assert.ok(window.hasClip(await window.ended(submission.job.id)));
      const refused = customer.refused > 0 ? ` after ${customer.refused} refused` : '';
      return `${submission.outcome}, ${customer.posts.length} sent${refused}`;
    });
    const charges = await window.charges();
    await tell(10, 'create', window);
    assert.ok(charges.size > 20, 'charges of jobs that are unknown are among them');
  });

  it('in a look never ends a job', async (t) => {
    const window = await HostileWindow.open(t, { isPatient: true });
    await holds('look', window, looks, async (fault) => {
      const submission = await window.submit(await window.meet({ look: [fault] }));
      let failure = 'nothing';
      const job = await window.ended(accepted(submission).id, ({ pollFailure }) => {
        failure = pollFailure?.kind ?? failure;
      });
      assert.ok(window.hasClip(job));
      return failure;
    });
    await tell(11, 'look', window);
  });

  it('in a cancel leaves the job to the service, and to the next cancel', async (t) => {
    const window = await HostileWindow.open(t, { pace: { queued: 120_000, processing: 0 }, isPatient: true });
    await holds('cancel', window, cancels, async (fault) => {
      const customer = await window.meet({ cancel: [fault] });
      const { id } = accepted(await window.submit(customer));
      const failure = await window.cancel(customer, id).then(() => 'nothing', kindOf);
      for (let more = fault.reach === 'port' ? fault.times : 1; more > 1; more--)
        await window.cancel(customer, id).catch(kindOf);
      await window.cancel(customer, id);
      const { state, requestId = '' } = await window.ended(id);
      assert.deepEqual([state, await window.service.stateOf(requestId)], ['cancelled', 'cancelled']);
      return failure;
    });
    await tell(12, 'cancel', window);
  });

  it('in a download costs time, never a byte of the clip', async (t) => {
    const window = await HostileWindow.open(t, { isPatient: true });
    await holds('download', window, downloads, async (fault) => {
      const submission = await window.submit(await window.meet({ download: [fault] }));
      let tries = 'the same try';
      const job = await window.ended(accepted(submission).id, ({ download }) => {
        if (download.state === 'pending' && download.reason !== undefined) tries = 'another try';
      });
      assert.ok(window.hasClip(job));
      return tries;
    });
    assert.equal(window.files().length, faultsOf('download').length, 'clips, and nothing beside them');
    await tell(13, 'download', window);
  });
});

/** Every fault of the step, with a job of its own, comes to what is expected of it. */
async function holds(
  step: Step,
  window: HostileWindow,
  expected: Outcomes,
  outcomeOf: (fault: Fault) => Promise<string>,
): Promise<void> {
  const expectedOf = (name: string): string | undefined =>
    Object.keys(expected).find((outcome) => expected[outcome]?.includes(name));
  const results = faultsOf(step).map(async (fault) => {
    const outcome = await outcomeOf(fault).catch((cause: unknown) => {
      throw new Error(`${step}: ${fault.name}`, { cause });
    });
    return { name: fault.name, outcome };
  });
  for (const { name, outcome } of await window.fly(Promise.all(results))) {
    const either = expectedOf(name)?.split(' | ') ?? [];
    assert.ok(either.includes(outcome), `${step}: ${name}: ${outcome}, not ${either.join(' or ')}`);
  }
}

/** Puts the row of a step into the table. */
async function tell(order: number, step: Step, window: HostileWindow): Promise<void> {
  const harm = await window.harm();
  report(order, { fault: `One fault in a ${step}`, tries: faultsOf(step).length, ...harm });
  assert.deepEqual(harm, { lost: 0, chargedTwice: 0 });
}

function accepted(submission: Submission) {
  assert.ok(submission.outcome === 'accepted', submission.outcome);
  return submission.job;
}

function kindOf(error: unknown): string {
  if (error instanceof ApiError) return error.failure.kind;
  throw error;
}
