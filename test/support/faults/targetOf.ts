import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceKind } from '../../../src/engine/jobs/job.ts';
import type { Target } from '../../../src/engine/jobs/submit.ts';
import type { Draft } from '../../../src/shared/draft.ts';
import { draftOf } from '../engine/fixtures.ts';

/** Where a job of a test goes: all clips have one wish for their name, so that they meet there. */
export function targetOf(service: ServiceKind, baseUrl: string, clips: string): Target {
  return { service, baseUrl, folder: pathToFileURL(clips).href, fileName: 'clip' };
}

/** Before the path of a folder of this machine that is to be reached as one that is not on its disk. */
export const farPrefix = 'far:';

/** Beside those clips, for ones that are reached in that way: a name that is free in one folder by two ways is free for two at once. */
export function farFolderIn(clips: string): string {
  return join(clips, 'far');
}

/** There. */
export function farTargetOf(service: ServiceKind, baseUrl: string, clips: string): Target {
  const target = targetOf(service, baseUrl, farFolderIn(clips));
  return { ...target, folder: target.folder.replace(/^file:/, farPrefix) };
}

/** A draft whose prompt is its id, so that the ledger tells what was made of it. */
export function traceable(id: string, fields: Partial<Draft> = {}): Draft {
  return draftOf({ id, prompt: id, ...fields });
}
