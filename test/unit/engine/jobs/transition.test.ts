import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isActive,
  isPollable,
  isUnfinished,
  lastPlace,
  type Download,
  type Job,
} from '../../../../src/engine/jobs/job.ts';
import { transition, type JobEvent } from '../../../../src/engine/jobs/transition.ts';
import { jobOf, unsentJobOf } from '../../../support/engine/fixtures.ts';

const failure = { kind: 'server', status: 500 } as const;
const file = 'file:///clips/clip.mp4';

/** A job in every state that there is, downloads among them. */
const states = {
  unsent: unsentJobOf(),
  sent: unsentJobOf({ sentAt: 1100 }),
  queued: jobOf({ sentAt: 1100, acceptedAt: 1200, pollAt: 5000 }),
  processing: jobOf({ state: 'processing', sentAt: 1100, acceptedAt: 1200, processingAt: 1300, pollAt: 5000 }),
  pending: succeeded({ state: 'pending' }),
  delayed: succeeded({ state: 'pending', reason: 'no network' }),
  placing: succeeded({ state: 'placing', file, size: 7 }),
  done: succeeded({ state: 'done', file, size: 7 }),
  stuck: succeeded({ state: 'failed', reason: 'disk full' }),
  failed: jobOf({ state: 'failed', endedAt: 2000, error: { code: 'face' } }),
  cancelled: jobOf({ state: 'cancelled', endedAt: 2000 }),
  rejected: unsentJobOf({ state: 'rejected', endedAt: 2000, failure }),
  unknown: unsentJobOf({ state: 'unknown', sentAt: 1100, endedAt: 2000, failure }),
} satisfies Record<string, Job>;

type State = keyof typeof states;

function succeeded(download: Download): Job {
  return jobOf({ state: 'succeeded', endedAt: 2000, download, outputUrl: 'https://example.com/a.mp4' });
}

const events: Record<JobEvent['type'], JobEvent> = {
  resolved: { type: 'resolved', request: { model: 'm', prompt: 'p' } },
  sent: { type: 'sent', at: 3000 },
  turnedAway: { type: 'turnedAway', failure: { kind: 'rateLimited', status: 429 }, until: 3000 },
  accepted: { type: 'accepted', created: { requestId: 'req_9', creditsCharged: 64 }, at: 3000, pollAt: 9000 },
  rejected: { type: 'rejected', failure, at: 3000 },
  lost: { type: 'lost', failure, at: 3000 },
  notCharged: { type: 'notCharged' },
  looked: { type: 'looked', generation: { status: 'queued' }, at: 3000, pollAt: 9000 },
  lookFailed: { type: 'lookFailed', failure, pollAt: 9000 },
  lookWanted: { type: 'lookWanted', pollAt: 3000 },
  failureForgotten: { type: 'failureForgotten' },
  cancelled: { type: 'cancelled', at: 3000 },
  downloadWanted: { type: 'downloadWanted' },
  downloadHurried: { type: 'downloadHurried' },
  outputFound: { type: 'outputFound', url: 'https://example.com/b.mp4' },
  placing: { type: 'placing', file, size: 9 },
  downloaded: { type: 'downloaded', file, size: 9 },
  downloadDelayed: { type: 'downloadDelayed', reason: 'no network' },
  downloadFailed: { type: 'downloadFailed', reason: 'disk full' },
  judged: { type: 'judged', verdict: 'keeper' },
  discarded: { type: 'discarded', file },
  found: { type: 'found', file: 'file:///elsewhere/clip.mp4', size: 9 },
};

const submitting: readonly State[] = ['unsent', 'sent'];
const waiting: readonly State[] = ['queued', 'processing'];
const downloading: readonly State[] = ['pending', 'delayed', 'placing'];

/** In which states an event can happen. In all others it changes nothing. */
const table: Record<JobEvent['type'], readonly State[]> = {
  resolved: submitting,
  sent: submitting,
  turnedAway: submitting,
  accepted: [...submitting, 'unknown'],
  rejected: [...submitting, 'unknown'],
  lost: submitting,
  notCharged: ['unknown'],
  looked: waiting,
  lookFailed: waiting,
  lookWanted: waiting,
  failureForgotten: waiting,
  cancelled: waiting,
  downloadWanted: ['delayed', 'done', 'stuck'],
  downloadHurried: ['delayed'],
  outputFound: ['pending', 'delayed', 'placing', 'done', 'stuck'],
  placing: downloading,
  downloaded: downloading,
  downloadDelayed: downloading,
  downloadFailed: downloading,
  judged: ['pending', 'delayed', 'placing', 'done', 'stuck'],
  discarded: ['done'],
  found: ['delayed', 'done', 'stuck'],
};

function apply(state: State, event: JobEvent): Job {
  const job = transition(states[state], event);
  assert.ok(job, `${event.type} happens to ${state}`);
  return job;
}

describe('every event in every state', () => {
  for (const [type, event] of Object.entries(events) as [JobEvent['type'], JobEvent][]) {
    for (const state of Object.keys(states) as State[]) {
      const happens = table[type].includes(state);
      it(`${type} ${happens ? 'happens to' : 'does nothing to'} a job that is ${state}`, () => {
        const before = structuredClone(states[state]);
        assert.equal(transition(states[state], event) !== undefined, happens);
        assert.deepEqual(states[state], before, 'the job itself is not touched');
      });
    }
  }

  it('leaves what has ended alone: only its clip may still move, and only a lost job may come back', () => {
    for (const state of ['failed', 'cancelled', 'rejected'] as const)
      for (const event of Object.values(events)) assert.equal(transition(states[state], event), undefined);
  });
});

describe('a submit', () => {
  it('remembers when it was sent, and forgets it when it was turned away', () => {
    const sent = apply('unsent', events.sent);
    assert.equal(sent.sentAt, 3000);
    const waits = apply('sent', events.turnedAway);
    assert.equal('sentAt' in waits, false);
    assert.equal(waits.pollAt, 3000);
    const again = transition(waits, events.sent);
    assert.ok(again !== undefined && !('pollAt' in again) && !('pollFailure' in again), 'it waits no more');
  });

  it('that is accepted is queued under its id, with its charge and its next look', () => {
    const job = apply('sent', events.accepted);
    assert.equal(job.state, 'queued');
    assert.deepEqual([job.requestId, job.creditsCharged, job.acceptedAt, job.pollAt], ['req_9', 64, 3000, 9000]);
  });

  it('that was given up as lost is healed by a late answer', () => {
    const job = apply('unknown', events.accepted);
    assert.equal(job.state, 'queued');
    assert.equal('failure' in job, false);
    assert.equal('endedAt' in job, false);
    assert.equal(apply('unknown', events.rejected).state, 'rejected');
  });

  it('that was said to be not charged is healed by a late answer all the same', () => {
    const denied = apply('unknown', events.notCharged);
    assert.deepEqual([denied.state, denied.notCharged], ['unknown', true]);
    const job = transition(denied, events.accepted);
    assert.deepEqual([job?.state, job && 'notCharged' in job], ['queued', false]);
  });

  it('may be processing from the start, and is ended by no word of the first reply', () => {
    const say = (status: string): Job =>
      apply('sent', { type: 'accepted', created: { requestId: 'req_9', status }, at: 3000, pollAt: 9000 });
    assert.equal(say('processing').state, 'processing');
    assert.equal(say('processing').processingAt, 3000);
    for (const status of ['queued', 'succeeded', 'failed', 'cancelled', 'warming']) {
      assert.equal(say(status).state, 'queued');
      assert.equal(say(status).status, undefined);
    }
  });

  it('that was lost keeps why', () => {
    assert.deepEqual(apply('sent', events.lost).failure, failure);
    const job = apply('sent', { type: 'lost', at: 3000 });
    assert.equal(job.state, 'unknown');
    assert.equal('failure' in job, false);
  });
});

describe('a look', () => {
  const look = (status: string, more: object = {}, from: State = 'queued'): Job =>
    apply(from, { type: 'looked', generation: { status, ...more }, at: 3000, pollAt: 9000 });

  it('counts, and forgets the failures before it', () => {
    const job = transition(apply('queued', events.lookFailed), events.looked);
    assert.deepEqual([job?.polls, job?.pollFailures, job?.pollFailure, job?.pollAt], [2, 0, undefined, 9000]);
  });

  it('that failed ends nothing', () => {
    for (const state of waiting) {
      const job = apply(state, events.lookFailed);
      assert.equal(job.state, state);
      assert.deepEqual([job.polls, job.pollFailures, job.pollFailure, job.pollAt], [1, 1, failure, 9000]);
    }
  });

  it('sees it processing, once, and back in the queue', () => {
    const job = look('processing');
    assert.deepEqual([job.state, job.processingAt], ['processing', 3000]);
    assert.equal(look('processing', {}, 'processing').processingAt, 1300);
    assert.equal(look('queued', {}, 'processing').state, 'queued');
  });

  it('leaves known between which two looks it began and ended', () => {
    const at = (from: Job | undefined, status: string, at: number): Job | undefined =>
      from && transition(from, { type: 'looked', generation: { status }, at, pollAt: 9000 });
    const accepted = apply('sent', events.accepted);
    const waiting = at(accepted, 'queued', 4000);
    const begun = at(at(waiting, 'processing', 5000), 'processing', 6000);
    const done = at(begun, 'succeeded', 7000);
    assert.ok(done);
    assert.deepEqual([done.queuedAt, done.processingAt, done.lookedAt, done.endedAt], [4000, 5000, 6000, 7000]);
    const early = at(accepted, 'processing', 4000);
    assert.deepEqual([early?.queuedAt, early?.processingAt], [3000, 4000], 'it waited when it was accepted');
  });

  it('shows a status that it does not know as it is, goes on from where it was, and forgets it again', () => {
    const job = look('upscaling', {}, 'processing');
    assert.deepEqual([job.state, job.status, job.pollAt], ['processing', 'upscaling', 9000]);
    const after = transition(job, { type: 'looked', generation: { status: 'processing' }, at: 4000, pollAt: 9500 });
    assert.equal(after && 'status' in after, false);
  });

  it('sees it succeed and wants the clip, with its address or without', () => {
    const job = look('succeeded', { output: { url: 'https://example.com/a.mp4' } });
    assert.deepEqual([job.state, job.endedAt, job.outputUrl], ['succeeded', 3000, 'https://example.com/a.mp4']);
    assert.deepEqual(job.download, { state: 'pending' });
    assert.equal('pollAt' in job, false);
    assert.equal(look('succeeded', { output: null }).outputUrl, undefined);
  });

  it('sees it fail, with what the service says or without', () => {
    const job = look('failed', { error: { code: 'face', message: 'A face' } });
    assert.deepEqual([job.state, job.endedAt, job.error], ['failed', 3000, { code: 'face', message: 'A face' }]);
    assert.equal('error' in look('failed'), false);
  });

  it('sees it cancelled', () => {
    assert.deepEqual([look('cancelled').state, look('cancelled').endedAt], ['cancelled', 3000]);
  });
});

describe('a download', () => {
  it('goes from wanted over placing to done', () => {
    const placing = apply('pending', events.placing);
    assert.deepEqual(placing.download, { state: 'placing', file, size: 9 });
    assert.deepEqual(transition(placing, events.downloaded)?.download, { state: 'done', file, size: 9 });
  });

  it('that was delayed or failed says why, and can be wanted again for ever', () => {
    assert.deepEqual(apply('placing', events.downloadDelayed).download, { state: 'pending', reason: 'no network' });
  });

  it('that could not ask the service keeps why, until that is over or the key is another', () => {
    const held = apply('pending', { type: 'downloadDelayed', reason: 'not asked', failure });
    assert.equal(held.pollFailure, failure);
    const fresh = transition(held, events.failureForgotten);
    assert.deepEqual(fresh?.download, { state: 'pending' }, 'it has its turn at once');
    const { downloadHurried, downloadDelayed, downloadFailed, outputFound, downloaded, found } = events;
    const ends = [downloadHurried, downloadDelayed, downloadFailed, outputFound, downloaded, found];
    for (const job of [fresh, ...ends.map((event) => transition(held, event))])
      assert.ok(job !== undefined && !('pollFailure' in job));
    assert.deepEqual(apply('placing', events.downloadFailed).download, { state: 'failed', reason: 'disk full' });
    for (const state of ['delayed', 'stuck', 'done'] as const)
      assert.deepEqual(apply(state, events.downloadWanted).download, { state: 'pending' });
  });

  it('that was kept aside says why, and moves from there to the folder that is named', () => {
    const aside = transition(apply('pending', { ...events.placing, aside: 'full' } as JobEvent), {
      ...events.downloaded,
      aside: 'full',
    } as JobEvent);
    assert.deepEqual(aside?.download, { state: 'done', file, size: 9, aside: 'full' });
    const moving = transition(aside, { type: 'downloadWanted', folder: 'file:///other' });
    assert.ok(moving && isUnfinished(moving));
    assert.deepEqual([moving.folder, moving.kept], ['file:///other', { file }]);
    const moved = transition(moving, events.downloaded);
    assert.ok(moved);
    assert.deepEqual(moved.download, { state: 'done', file, size: 9 });
    assert.equal('kept' in moved, false);
  });

  it('of a clip that is wanted again remembers where that was, until it is at a place once more', () => {
    const former = { file, size: 7 };
    const wanted = apply('done', events.downloadWanted);
    assert.deepEqual(wanted.former, former);
    const failed = transition(wanted, events.downloadFailed);
    assert.ok(failed);
    const again = transition(failed, events.downloadWanted);
    assert.deepEqual(again?.former, former);
    for (const next of [transition(again, events.downloaded), transition(failed, events.found)])
      assert.deepEqual([next?.download.state, next && 'former' in next], ['done', false]);
  });

  it('of a clip that was not kept is made anew where it is wanted again', () => {
    assert.ok(!('kept' in apply('done', events.downloadWanted)));
    assert.equal(apply('stuck', { type: 'downloadWanted', folder: 'file:///other' }).folder, 'file:///other');
  });
});

describe('a job', () => {
  const inState = (test: (job: Job) => boolean): string[] =>
    Object.entries(states)
      .filter(([, job]) => test(job))
      .map(([state]) => state);

  it('is active while the service may be at work on it', () => {
    assert.deepEqual(inState(isActive), [...submitting, ...waiting]);
  });

  it('is unfinished while something happens by itself', () => {
    assert.deepEqual(inState(isUnfinished), [...submitting, ...waiting, ...downloading]);
  });

  it('is looked at where the service knows it and has not ended it', () => {
    assert.deepEqual(inState(isPollable), waiting);
  });
});

describe('a verdict', () => {
  it('can be changed and taken back, and says nothing twice', () => {
    const keeper = apply('done', events.judged);
    assert.equal(keeper.verdict, 'keeper');
    assert.equal(transition(keeper, events.judged), undefined);
    const rejected = transition(keeper, { type: 'judged', verdict: 'rejected' });
    assert.equal(rejected?.verdict, 'rejected');
    const open = transition({ ...keeper, verdict: 'rejected' }, { type: 'judged' });
    assert.equal(open !== undefined && 'verdict' in open, false);
  });
});

describe('a clip in the trash', () => {
  it('is no clip any more, and can be fetched anew', () => {
    const gone = apply('done', events.discarded);
    assert.deepEqual(gone.download, { state: 'none' });
    assert.equal(isUnfinished(gone), false);
    assert.deepEqual(transition(gone, events.downloadWanted)?.download, { state: 'pending' });
  });

  it('stays known where it was, until it is at a place once more', () => {
    const gone = apply('done', events.discarded);
    assert.deepEqual([lastPlace(gone), lastPlace(states.queued)], [{ file, size: 7 }, undefined]);
    const wanted = transition(gone, events.downloadWanted);
    assert.deepEqual(wanted && lastPlace(wanted), { file, size: 7 });
    const back = transition(gone, { type: 'found', file, size: 7 });
    assert.deepEqual(back, states.done);
  });

  it('was not the clip, where that has moved to another folder meanwhile', () => {
    assert.equal(transition(states.done, { type: 'discarded', file: 'file:///elsewhere/a.mp4' }), undefined);
  });
});

describe('a clip that is found elsewhere', () => {
  const place = { file: 'file:///elsewhere/clip.mp4', size: 9 };

  it('is where it was found, and no longer aside', () => {
    const aside = succeeded({ state: 'done', file, size: 7, aside: 'full' });
    for (const job of [states.done, aside, states.stuck, states.delayed, succeeded({ state: 'none' })])
      assert.deepEqual(transition(job, events.found)?.download, { state: 'done', ...place });
  });

  it('is none of a job that never had one', () => {
    assert.equal(transition(jobOf({ state: 'failed', download: { state: 'none' } }), events.found), undefined);
  });
});
