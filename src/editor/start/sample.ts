import * as vscode from 'vscode';
import { fileReference, newDraft } from '../../engine/drafts/draft.ts';
import { isUnfinished, type Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { documentedCapabilities } from '../../shared/capabilities.ts';
import { UserError } from '../commands.ts';
import { Command } from '../contributions.ts';
import { sandboxOrigin, type Studio } from '../studio.ts';

/** The picture that ships, by its name below `media/sample` and, once it was tried, below our storage. */
const name = 'lake-at-dawn.webp';

/** While it is sent: a second click wants the same clip. */
let sending: Promise<Job> | undefined;

/**
 * Makes a clip of the sample picture in the sandbox, whichever service is in use, and plays it when it is there. Picture and clip are
 * kept in our storage: nobody asked for them in their folder. `show` shows the row of a job.
 */
export async function trySample(studio: Studio, show: (jobId: string) => Promise<void>): Promise<void> {
  const { store } = await studio.engine();
  const underWay = store.unfinished().find((job) => isSample(job, studio.context));
  const { id } = underWay ?? (await sendOnce(studio));
  await show(id);
  if (await isThere(store, id)) await vscode.commands.executeCommand(Command.preview, id);
}

/** True for a job that was made by `trySample`. */
export function isSample({ draft }: Job, context: Pick<vscode.ExtensionContext, 'globalStorageUri'>): boolean {
  const source = draft.references[0]?.source;
  return source?.type === 'file' && source.uri === pictureIn(context).toString();
}

function sendOnce(studio: Studio): Promise<Job> {
  sending ??= send(studio).finally(() => {
    sending = undefined;
  });
  return sending;
}

async function send(studio: Studio): Promise<Job> {
  const { context } = studio;
  const picture = pictureIn(context);
  // A draft made again from it outlives this version of the extension, whose folder goes with the next.
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(context.extensionUri, 'media', 'sample', name), picture, {
    overwrite: true,
  });
  const draft = {
    ...newDraft(),
    prompt: vscode.l10n.t('Mist lifts off the lake while the little boat drifts to the left. Slow push in.'),
    references: [fileReference(picture.toString(), name)],
  };
  const engine = await studio.engine();
  const end = await engine.submit(
    draft,
    {
      service: 'sandbox',
      baseUrl: sandboxOrigin,
      folder: vscode.Uri.joinPath(context.globalStorageUri, 'clips').toString(),
      fileName: name.replace(/\.\w+$/, ''),
    },
    documentedCapabilities,
  );
  if (end.outcome === 'withdrawn')
    throw new UserError(vscode.l10n.t('The sandbox on this machine could not be reached. Nothing was sent.'), {
      cause: end.why,
    });
  return end.job;
}

function pictureIn({ globalStorageUri }: Pick<vscode.ExtensionContext, 'globalStorageUri'>): vscode.Uri {
  return vscode.Uri.joinPath(globalStorageUri, 'sample', name);
}

/** Waits until nothing is left to do about a job: true where its clip is there then. */
async function isThere(store: JobStore, id: string): Promise<boolean> {
  const ended = Promise.withResolvers<boolean>();
  const look = (): void => {
    const job = store.get(id);
    if (job === undefined || !isUnfinished(job)) ended.resolve(job?.download.state === 'done');
  };
  const listening = store.onDidChange(look);
  look();
  return ended.promise.finally(() => listening.dispose());
}
