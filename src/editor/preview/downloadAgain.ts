import type * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { storedUri } from '../files.ts';
import { preview } from '../jobs/jobActions.ts';
import { tellOne } from '../jobs/tellEnds.ts';
import { whenBrought } from '../jobs/whenBrought.ts';

/**
 * Fetches the clip of a job once more, whose `file` does not serve. Nothing is overwritten: where that is still there, the clip gets
 * another name, and a preview of its own.
 */
export async function downloadAgain(engine: Engine, job: Job, file: vscode.Uri): Promise<void> {
  const brought = whenBrought(engine, job.id);
  engine.retryDownload(job.id);
  const after = await brought;
  if (after === undefined) return;
  if (after.download.state !== 'done') await tellOne(after);
  else if (after.download.file !== storedUri(file)) await preview(after);
}
