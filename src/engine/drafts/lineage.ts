import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Descent, DescentWay, Draft, Reference } from '../../shared/draft.ts';
import type { ClipRecord } from '../clips/clipRecord.ts';
import type { Job } from '../jobs/job.ts';
import { appendReferences, newDraft, type Edited } from './draft.ts';
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

/**
 * Another take of a clip that another machine made, without its references, which have to be found here first. `clip`: name of its file.
 * Who made the takes before is not known here, so it is the first of a shot.
 */
export function takeOfElsewhere(record: ClipRecord, clip: string): Draft {
  const { prompt, model, aspectRatio, duration, resolution } = record;
  const draft = { ...newDraft(), prompt, model, aspectRatio, duration, resolution };
  return { ...draft, lineage: { shot: draft.id, from: descentFromRecord(record, clip, 'again') } };
}

/** `count` drafts that are sent as takes of one shot; the first is `draft` itself. */
export function variationsOf(draft: Draft, count: number): [Draft, ...Draft[]] {
  const lineage = { ...draft.lineage, shot: shotOf(draft) };
  const others = Array.from({ length: count - 1 }, () => ({ ...draft, id: randomUUID(), lineage }));
  return [draft, ...others];
}

/** A frame of a clip that a new shot is to begin with, end with, or both. */
export interface FrameOfTake {
  readonly way: Exclude<DescentWay, 'again'>;
  readonly picture: Reference;
  /** Where in the clip it is, seconds; left out where that is not known. */
  readonly at?: number;
  /** The job that made the clip, or what the clip says of how it was made elsewhere; left out where nobody knows. */
  readonly origin?: { readonly job: Job } | { readonly record: ClipRecord };
  /** Name of the clip's file. */
  readonly clip: string;
}

/**
 * A new shot that goes on from a frame, with the settings of the frame's take, so that one fits the other; `last` are those of the
 * draft that was sent last. What is to happen next is to be said anew.
 */
export function nextShot(frame: FrameOfTake, last?: Draft): Edited {
  const { way, picture, origin } = frame;
  const job = origin !== undefined && 'job' in origin ? origin.job : undefined;
  const settings = job?.draft ?? (origin !== undefined && 'record' in origin ? origin.record : last);
  const begin = job?.draft.references[0];
  // The service takes a single image for the beginning.
  const needsBegin = way === 'endOn' && begin?.kind !== 'image';
  const draft = { ...newDraft(settings), references: picturesOf(way, picture, begin) };
  const from = descentOf(frame);
  return {
    draft: from === undefined ? draft : { ...draft, lineage: { shot: draft.id, from } },
    notices: needsBegin
      ? [
          l10n.t(
            'Put the picture that the clip is to begin with before this frame: a single image is taken for the beginning, not for the end.',
          ),
        ]
      : [],
  };
}

/**
 * The draft with the frame after the picture that it begins with, also where it is that one: then the clip is a loop. It comes from the
 * frame's take, unless it comes from one already.
 */
export function endedOn(draft: Draft, frame: FrameOfTake): Edited {
  const ended = appendReferences(draft, [frame.picture]);
  const from = draft.lineage?.from ?? descentOf(frame);
  return from === undefined ? ended : { ...ended, draft: { ...ended.draft, lineage: { shot: shotOf(draft), from } } };
}

function descentOf({ way, at, origin, clip }: FrameOfTake): Descent | undefined {
  if (origin === undefined) return undefined;
  return 'job' in origin ? descentFrom(origin.job, way, at) : descentFromRecord(origin.record, clip, way, at);
}

/** How a draft comes from a take of another machine. `clip`: name of its file; `at`: where in it its frame is, seconds. */
function descentFromRecord({ requestId }: ClipRecord, clip: string, way: DescentWay, at?: number): Descent {
  return { ...{ way, clip }, ...(at !== undefined && { at }), ...(requestId !== undefined && { requestId }) };
}

function picturesOf(way: FrameOfTake['way'], picture: Reference, begin: Reference | undefined): Reference[] {
  switch (way) {
    case 'continue':
      return [picture];
    case 'endOn':
      return begin?.kind === 'image' ? [{ ...begin, id: randomUUID() }, picture] : [picture];
    case 'loop':
      return [picture, { ...picture, id: randomUUID() }];
  }
}

/** True for a draft that a frame can be the end of: it has one picture, its beginning. */
export function lacksEnd({ references }: Draft): boolean {
  return references.length === 1 && references[0]?.kind === 'image';
}

/** How a draft comes from a job's take. `at`: where in the take its frame is, seconds. */
function descentFrom({ id, requestId, download }: Job, way: DescentWay, at?: number): Descent {
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
