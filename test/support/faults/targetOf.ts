import { pathToFileURL } from 'node:url';
import type { ServiceKind } from '../../../src/engine/jobs/job.ts';
import type { Target } from '../../../src/engine/jobs/submit.ts';
import type { Draft } from '../../../src/shared/draft.ts';
import { draftOf } from '../engine/fixtures.ts';

/** Where a job of a test goes: all clips have one wish for their name, so that they meet there. */
export function targetOf(service: ServiceKind, baseUrl: string, clips: string): Target {
  return { service, baseUrl, folder: pathToFileURL(clips).href, fileName: 'clip' };
}

/** A draft whose prompt is its id, so that the ledger tells what was made of it. */
export function traceable(id: string, fields: Partial<Draft> = {}): Draft {
  return draftOf({ id, prompt: id, ...fields });
}
