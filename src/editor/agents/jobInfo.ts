import { isUnfinished, type Job } from '../../engine/jobs/job.ts';
import { line } from '../../shared/line.ts';
import { reasonOf } from '../words/jobText.ts';
import type { JobInfo } from './api.ts';

/** A job as others are told of it: no address of a reference or of the output, which may be signed, and nobody's key or metadata. */
export function jobInfo(job: Job): JobInfo {
  const { id, state, draft, service, creditsCharged, createdAt, endedAt, download } = job;
  const { prompt, model, aspectRatio, duration, resolution, references } = draft;
  const reason = reasonOf(job)?.text;
  return {
    ...{ job: id, state, unfinished: isUnfinished(job) },
    ...{ prompt, model, aspectRatio, duration, resolution },
    references: references.map(({ name }) => name),
    service,
    ...(creditsCharged !== undefined && { creditsCharged }),
    createdAt: new Date(createdAt).toISOString(),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
    ...(download.state === 'done' && { file: download.file }),
    ...(reason !== undefined && { reason }),
  };
}

/** As much of a prompt as tells one job of a list from another, characters. */
const promptInList = 300;

/** A job among others: of its prompt the beginning. */
export function listedJob(job: Job): JobInfo {
  const info = jobInfo(job);
  return { ...info, prompt: line(info.prompt, promptInList) };
}

/** What an agent does next with a job in this state, so that it buys nothing twice and asks for nothing in vain. */
export function nextStep(job: Job): string {
  switch (job.state) {
    case 'submitting':
      return job.pollFailure === undefined
        ? 'It is being sent, and nobody knows yet whether it is accepted. Call wait, or status in a moment. Do not generate it again.'
        : 'It is not accepted yet: it waits, and is sent again by itself. Read "reason"; call wait, or go on with other work and call status later. Do not generate it again.';
    case 'queued':
    case 'processing':
      return 'It was accepted and goes on by itself; clips take minutes. Call wait, or go on with other work and call status later. Do not generate it again.';
    case 'succeeded':
      if (job.download.state === 'failed')
        return 'The clip is made, and was not downloaded. Read "reason" and tell the person, who can mend that. Do not generate it again.';
      return job.download.state === 'done'
        ? 'The clip is ready at "file". Call describe for how it was made, and for its first frame where the preview has made a picture of it.'
        : 'The service has the clip; it is downloaded by itself. Call wait or status. Do not generate it again.';
    case 'unknown':
      return 'It was sent and may have been charged: do not generate it again. Tell the person to look at the job in the Seedance view, where they can decide.';
    case 'rejected':
      return 'It was not accepted. Read "reason"; change what it names before another generate.';
    case 'failed':
      return 'The service could not make it. Read "reason"; another generate is a new, paid job, so change something first or ask the person.';
    case 'cancelled':
      return 'It was cancelled, and no clip of it comes.';
  }
}
