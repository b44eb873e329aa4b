import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { registerCommand } from '../commands.ts';
import { Command, type CommandId } from '../contributions.ts';
import { copyable } from '../plain.ts';
import type { Studio } from '../studio.ts';

/** What can be done with a job of the tree. Each command takes the job's id: from the tree, a notification or the row itself. */
export function registerJobCommands(
  studio: Studio,
  makeAgain: (job: Job) => Promise<void>,
  explainUnknown: (job: Job) => Promise<void>,
): vscode.Disposable {
  const forJob = (id: CommandId, run: (job: Job) => unknown): vscode.Disposable =>
    registerCommand(id, studio.log, async (clicked: unknown) => {
      // The menu of a page gives what the page says of the element below it.
      const id = (clicked as { readonly seedanceJob?: unknown } | undefined)?.seedanceJob ?? clicked;
      const job = typeof id === 'string' ? (await studio.engine()).store.get(id) : undefined;
      if (job !== undefined) await run(job);
    });
  const snippet = async (kind: 'markdown' | 'html', job: Job): Promise<string> =>
    (await import('../library/copySnippet.ts')).copySnippets(kind, [job]);
  const actions = () => import('./jobActions.ts');
  return vscode.Disposable.from(
    registerCommand(Command.refresh, studio.log, async () => (await studio.engine()).refresh()),
    forJob(Command.preview, async (job) => (await actions()).preview(job)),
    forJob(Command.cancel, async (job) => (await actions()).cancel(studio, job)),
    forJob(Command.retryDownload, async ({ id }) => (await studio.engine()).retryDownload(id)),
    forJob(Command.makeAgain, async (job) => {
      const { store } = await studio.engine();
      if (await (await actions()).mayMakeAgain(job, store.lastCharge(job))) await makeAgain(job);
    }),
    forJob(Command.whatNow, async (job) =>
      job.state === 'unknown' ? explainUnknown(job) : (await import('./tellEnds.ts')).tellOne(job),
    ),
    forJob(Command.chooseFolder, async (job) => (await import('./chooseFolder.ts')).chooseFolder(studio, job)),
    registerCommand(Command.mend, studio.log, async (mend: unknown, target: unknown) =>
      (await import('../mends.ts')).doMend(studio, mend, target),
    ),
    forJob(Command.revealFile, async (job) => (await actions()).reveal(job)),
    forJob(Command.openOutside, async (job) => (await actions()).openOutside(job)),
    forJob(Command.copyPrompt, ({ draft }) => vscode.env.clipboard.writeText(draft.prompt)),
    forJob(Command.copyRequestId, ({ requestId }) => vscode.env.clipboard.writeText(copyable(requestId ?? ''))),
    forJob(Command.copyOutputUrl, ({ outputUrl }) => vscode.env.clipboard.writeText(copyable(outputUrl ?? ''))),
    forJob(Command.copyMarkdown, (job) => snippet('markdown', job)),
    forJob(Command.copyHtml, (job) => snippet('html', job)),
    forJob(Command.remove, async (job) => (await actions()).remove(studio, job)),
  );
}
