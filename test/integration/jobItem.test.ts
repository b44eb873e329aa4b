import assert from 'node:assert/strict';
import { ThemeIcon } from 'vscode';
import type { Job } from '../../src/engine/jobs/job.ts';
import { abilities, jobItem, shotItem } from '../../src/editor/jobs/jobItem.ts';
import { jobTooltip } from '../../src/editor/jobs/jobTooltip.ts';
import { reasonOf } from '../../src/editor/words/jobText.ts';
import { draftOf, jobOf, unsentJobOf } from '../support/engine/fixtures.ts';

const done = { state: 'done', file: 'file:///project/seedance/clip.mp4', size: 9 } as const;
const accepted = { acceptedAt: 1000, creditsCharged: 64 };
const cases: Readonly<Record<string, Job>> = {
  submitting: unsentJobOf(),
  queued: jobOf(accepted),
  processing: jobOf({ ...accepted, state: 'processing' }),
  succeeded: jobOf({ ...accepted, state: 'succeeded', download: done, outputUrl: 'https://e.org/x.mp4' }),
  failed: jobOf({ ...accepted, state: 'failed', error: { message: 'face in image' } }),
  cancelled: jobOf({ ...accepted, state: 'cancelled' }),
  rejected: unsentJobOf({ state: 'rejected', failure: { kind: 'rejected', status: 400, message: 'no' } }),
  unknown: unsentJobOf({ state: 'unknown', failure: { kind: 'server', status: 502 } }),
};

describe('a row of the jobs view', () => {
  it('has an icon of its own for every state', () => {
    const icons = Object.values(cases).map((job) => jobItem(job, 2000).iconPath);
    assert.equal(new Set(icons.map((icon) => (icon instanceof ThemeIcon ? icon.id : ''))).size, icons.length);
  });

  it('says the state, and how long it has lasted, while something is going on', () => {
    assert.equal(jobItem(cases['processing'] ?? jobOf(), 103_000).description, 'processing · 1:42');
    assert.equal(
      jobItem(jobOf({ ...accepted, status: 'rendering' }), 9000).description,
      '“rendering”, still checking · 0:08',
    );
  });

  it('says how long it may still take where that is known, before anything that a narrow row may cut', () => {
    const remaining = { from: 60_000, median: 125_000, to: 200_000, late: false };
    const job = cases['processing'] ?? jobOf();
    assert.equal(jobItem(job, 103_000, true, { remaining }).description, '1:42 · about 2 min left · processing');
    const late = jobItem(job, 103_000, true, { remaining: { ...remaining, late: true } });
    assert.equal(late.description, '1:42 · longer than usual · processing');
    const tooltip = jobTooltip(job, { next: [], remaining }).value.replaceAll('\\', '');
    assert.match(tooltip, /about 2 min left \(usually 1:00–3:20\)/);
  });

  it('says that it waits to be sent, with why and until when: it was not accepted', () => {
    const pollAt = new Date(2026, 0, 2, 14, 30, 5).getTime();
    const waits = unsentJobOf({ pollFailure: { kind: 'rateLimited', status: 429 }, pollAt });
    assert.equal(jobItem(waits, waits.createdAt + 8000).description, 'waits to be sent · 0:08');
    const tooltip = jobTooltip(waits, { next: [] }).value.replaceAll(/\\|&nbsp;/g, '');
    assert.match(
      tooltip,
      /takes no more requests for now\..*It was not accepted, and is sent again by itself at 2:30:05.PM\./,
    );
  });

  it('says why it came to nothing in few words of ours, and in those of the service where it knows more', () => {
    const failedWith = (error: NonNullable<Job['error']>) => jobOf({ ...accepted, state: 'failed', error });
    const refusedWith = (failure: NonNullable<Job['failure']>) => unsentJobOf({ state: 'rejected', failure });
    const long = 'The request was stopped by moderation, as it seems to break the rules of this service.';
    const says = (job: Job) => jobItem(job, 0).description;
    assert.equal(says(failedWith({ message: long })), 'failed: moderation');
    assert.equal(says(failedWith({ code: 'face_detected' })), 'failed: a face in a picture');
    assert.equal(says(failedWith({ message: 'The GPU melted.' })), 'failed: The GPU melted.');
    assert.equal(says(failedWith({})), 'failed: no reason given');
    assert.equal(says(refusedWith({ kind: 'rejected', status: 402, message: 'Pay!' })), 'refused: no credits');
    assert.equal(says(refusedWith({ kind: 'rateLimited', status: 429 })), 'refused: too many requests');
    assert.equal(says(refusedWith({ kind: 'rejected', status: 400, message: 'duration' })), 'refused: duration');
  });

  it('tells of takes below it that may have been charged, also where it is folded', () => {
    const lost = cases['unknown'] ?? jobOf();
    const shot = { id: 'shot', takes: [{ ...lost, id: 'one' }, { ...lost, id: 'two' }, cases['succeeded'] ?? jobOf()] };
    const { description, iconPath } = shotItem(shot);
    assert.equal(description, '3 takes · 2 unknown: may be charged');
    assert.ok(iconPath instanceof ThemeIcon && iconPath.id === 'question');
    const calm = shotItem({ ...shot, takes: shot.takes.slice(2) });
    assert.ok(calm.iconPath instanceof ThemeIcon && calm.iconPath.id === 'versions');
  });

  it('says what was made and charged when it is done', () => {
    assert.equal(jobItem(cases['succeeded'] ?? jobOf(), 0).description, '5 s · 16:9 · 64 cr');
  });

  it('says of a sandbox job that it is one, except where the whole view says it, and names no charge', () => {
    const job: Job = { ...jobOf({ ...accepted, state: 'succeeded', download: done }), service: 'sandbox' };
    assert.equal(jobItem(job, 0).description, 'sandbox · 5 s · 16:9');
    assert.equal(jobItem(job, 0, false).description, '5 s · 16:9');
  });

  it('offers what can be done with it, and nothing else', () => {
    const can = (name: string): string => abilities(cases[name] ?? jobOf()).join(' ');
    assert.equal(can('submitting'), 'job');
    assert.equal(can('queued'), 'job cancel request remove');
    assert.equal(can('succeeded'), 'job preview again request output choose reject remove');
    assert.equal(can('failed'), 'job whatNow again request remove');
    assert.equal(can('rejected'), 'job whatNow again remove');
    assert.equal(can('unknown'), 'job whatNow again remove');
    assert.match(
      abilities(jobOf({ state: 'succeeded', download: { state: 'failed', reason: 'full' } })).join(' '),
      /download chooseFolder whatNow/,
    );
  });

  it('asks nobody about a look that failed, where that passes by itself', () => {
    const of = (pollFailure: NonNullable<Job['pollFailure']>): string => abilities(jobOf({ pollFailure })).join(' ');
    assert.equal(of({ kind: 'server', status: 502 }), 'job cancel request remove');
    assert.equal(of({ kind: 'unauthorized', status: 401 }), 'job cancel whatNow request remove');
  });

  it('plays a clip that was kept aside, says so, and offers to move it', () => {
    const aside = jobOf({ ...accepted, state: 'succeeded', download: { ...done, aside: 'gone' } });
    const item = jobItem(aside, 0);
    assert.equal(item.description, 'kept aside · 5 s · 16:9 · 64 cr');
    assert.equal(item.command?.command, 'seedance.preview');
    assert.equal(item.contextValue, 'job preview chooseFolder whatNow again request choose reject remove');
  });

  it('says of an unknown job that it may be charged, and never to try again', () => {
    const { unknown } = cases;
    assert.ok(unknown);
    assert.match(String(jobItem(unknown, 0).description), /may be charged/);
    assert.match(reasonOf(unknown)?.text ?? '', /may have been charged/);
    assert.doesNotMatch(reasonOf(unknown)?.text ?? '', /try again/i);
  });

  it('says of a failed look that the job was accepted and is still looked after', () => {
    const job = jobOf({ pollFailures: 3, pollFailure: { kind: 'network', phase: 'later', message: 'reset' } });
    assert.match(reasonOf(job)?.text ?? '', /Accepted; still checking/);
  });

  it('writes a stranger’s words as text', () => {
    const evil = '[click](command:workbench.action.quit) <img src=x onerror=alert(1)> $(trash) `x` \u202etxt';
    const lineage = { shot: 'shot', from: { job: 'gone', way: 'continue', at: 4, clip: evil } };
    const job = jobOf({ draft: draftOf({ prompt: evil, lineage }), state: 'failed', error: { message: evil } });
    const item = jobItem(job, 0);
    const tooltips = [jobTooltip(job), jobTooltip(job, { parent: job, next: [job] })];
    for (const tooltip of tooltips) {
      assert.equal(tooltip.isTrusted ?? false, false);
      assert.equal(tooltip.supportHtml ?? false, false);
      assert.doesNotMatch(tooltip.value, /(?<!\\)\[click\]/);
    }
    assert.ok(typeof item.label === 'string' && typeof item.description === 'string');
    assert.doesNotMatch(item.label + item.description, /\]\(|\$\(|\u202e/);
  });
});
