import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import type { LibraryAction } from '../../shared/libraryMessages.ts';
import { registerCommand } from '../commands.ts';
import { Command, type CommandId } from '../contributions.ts';
import { copyable } from '../plain.ts';
import type { Studio } from '../studio.ts';

/**
 * What can be done with jobs of the tree. Each command takes the job's id, from the tree, a notification or the row itself; of the tree
 * also a shot's element, and all that are selected.
 */
export function registerJobCommands(
  studio: Studio,
  makeAgain: (job: Job) => Promise<void>,
  explainUnknown: (job: Job) => Promise<void>,
): vscode.Disposable {
  /**
   * `several`: what it is called that is done where a page's menu is about more than one. `document`, of such a menu: the text file that
   * somebody was in before that page.
   */
  const forJob = (
    id: CommandId,
    run: (job: Job, document: vscode.Uri | undefined) => unknown,
    several?: LibraryAction,
  ): vscode.Disposable =>
    registerCommand(id, studio.log, async (clicked: unknown) => {
      // The menu of a page gives what the page says of the element below it.
      const page = clicked as { readonly seedanceJob?: unknown; readonly seedanceJobs?: unknown[] } | undefined;
      const { store } = await studio.engine();
      const isOfPage = page?.seedanceJob !== undefined;
      const document = isOfPage ? (await import('../library/libraries.ts')).documentBeforeLibrary() : undefined;
      if (several !== undefined && (page?.seedanceJobs?.length ?? 0) > 1) {
        const { chosenJobs } = await import('./chosenJobs.ts');
        const jobs = chosenJobs(store, clicked, undefined);
        await (await import('../library/libraryActions.ts')).actOn(several, jobs, studio, document);
        return;
      }
      const id = page?.seedanceJob ?? clicked;
      const job = typeof id === 'string' ? store.get(id) : undefined;
      if (job !== undefined) await run(job, document);
    });
  const snippet = async (kind: 'markdown' | 'html', job: Job, document: vscode.Uri | undefined): Promise<string> =>
    (await import('../library/copySnippet.ts')).copySnippets(kind, [job], document);
  /** For all rows that are selected with the clicked one. */
  const forJobs = (id: CommandId, run: (jobs: Job[]) => unknown): vscode.Disposable =>
    registerCommand(id, studio.log, async (clicked: unknown, selected: unknown) => {
      const { chosenJobs } = await import('./chosenJobs.ts');
      const jobs = chosenJobs((await studio.engine()).store, clicked, selected);
      if (jobs.length > 0) await run(jobs);
    });
  const actions = () => import('./jobActions.ts');
  const verdicts = () => import('./verdicts.ts');
  return vscode.Disposable.from(
    registerCommand(Command.refresh, studio.log, async () => (await studio.engine()).refresh()),
    forJob(Command.preview, async (job) => (await actions()).preview(job), 'open'),
    forJob(Command.cancel, async (job) => (await actions()).cancel(studio, job)),
    forJob(Command.retryDownload, async ({ id }) => (await studio.engine()).retryDownload(id), 'download'),
    registerCommand(Command.makeAgain, studio.log, async (clicked: unknown) => {
      const { store } = await studio.engine();
      const { chosenJobs } = await import('./chosenJobs.ts');
      const takes = chosenJobs(store, clicked, undefined);
      // Of a shot the take that is kept, or the last one.
      const job = takes.find(({ verdict }) => verdict === 'keeper') ?? takes.at(-1);
      if (job === undefined) return;
      if (await (await actions()).mayMakeAgain(job, store.lastCharge(job))) await makeAgain(job);
    }),
    forJob(Command.findClip, async (job) =>
      (await import('../library/lookForClip.ts')).lookForClip(await studio.engine(), job),
    ),
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
    forJob(Command.copyMarkdown, (job, document) => snippet('markdown', job, document), 'copyMarkdown'),
    forJob(Command.copyHtml, (job, document) => snippet('html', job, document), 'copyHtml'),
    forJob(Command.chooseTake, async (job) => (await verdicts()).chooseTake(studio, job)),
    forJobs(Command.rejectTake, async (jobs) => (await verdicts()).rejectTakes(studio, jobs)),
    forJobs(Command.takeBackVerdict, async (jobs) => (await verdicts()).takeBackVerdicts(studio, jobs)),
    forJobs(Command.remove, async (jobs) => (await actions()).removeAll(studio, jobs)),
  );
}
