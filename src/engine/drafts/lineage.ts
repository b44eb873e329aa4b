import { randomUUID } from 'node:crypto';
import type { Descent, DescentWay, Draft, Reference } from '../../shared/draft.ts';
import type { Job } from '../jobs/job.ts';
import { newDraft } from './draft.ts';
import { shotOf } from './shot.ts';

export { shotOf };

/** Another take of the job's shot: its draft once more, with an id of its own. */
export function anotherTake(job: Job): Draft {
  const again = {
    ...job.draft,
    id: randomUUID(),
    lineage: { shot: shotOf(job.draft), from: descentFrom(job, 'again') },
  };
  delete again.series;
  return again;
}

/** `count` drafts that are sent as takes of one shot; the first is `draft` itself. */
export function variationsOf(draft: Draft, count: number): [Draft, ...Draft[]] {
  const lineage = { ...draft.lineage, shot: shotOf(draft) };
  const others = Array.from({ length: count - 1 }, () => ({ ...draft, id: randomUUID(), lineage }));
  return [draft, ...others];
}

/** A new shot with these pictures. Its settings are those of `last`, so that what goes on from a take fits to it. */
export function nextShot(last: Draft | undefined, pictures: readonly Reference[], from?: Descent): Draft {
  const draft = { ...newDraft(last), references: [...pictures] };
  return from === undefined ? draft : { ...draft, lineage: { shot: draft.id, from } };
}

/** How a draft comes from a job's take. `at`: where in the take its frame is, seconds. */
export function descentFrom({ id, requestId, download }: Job, way: DescentWay, at?: number): Descent {
  const clip = download.state === 'done' ? fileNameOf(download.file) : undefined;
  return {
    ...{ job: id, way },
    ...(at !== undefined && { at }),
    ...(requestId !== undefined && { requestId }),
    ...(clip !== undefined && { clip }),
  };
}

function fileNameOf(uri: string): string | undefined {
  const name = uri.split('/').at(-1);
  try {
    return name && decodeURIComponent(name);
  } catch {
    return name;
  }
}
