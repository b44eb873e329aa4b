import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import type { LibraryAction } from '../../shared/libraryMessages.ts';
import { UserError } from '../commands.ts';
import { Command } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import { copySnippets } from './copySnippet.ts';
import { lookForClip } from './lookForClip.ts';
import { number } from '../words/amounts.ts';

/** More tabs at once are a slip of the hand. */
const mostTabs = 12;

/** Does what somebody chose for these jobs. Resolves with what the page is to say of it, if anything. Rejects with `UserError`. */
export async function actOn(
  action: LibraryAction,
  jobs: readonly Job[],
  studio: Studio,
  document: vscode.Uri | undefined,
): Promise<string | undefined> {
  const [first] = jobs;
  if (first === undefined) return undefined;
  const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(command, ...args);
  const engine = await studio.engine();
  switch (action) {
    case 'open':
      if (jobs.length > mostTabs)
        throw new UserError(vscode.l10n.t('At most {0} clips are opened at once.', number(mostTabs)));
      for (const { id } of jobs) await run(Command.preview, id);
      break;
    case 'reveal':
      await run(Command.revealFile, first.id);
      break;
    case 'compare':
      await run(
        Command.compare,
        first.id,
        jobs.map(({ id }) => id),
      );
      break;
    case 'again':
      await run(Command.makeAgain, first.id);
      break;
    case 'copyMarkdown':
      return await copySnippets('markdown', jobs, document);
    case 'copyHtml':
      return await copySnippets('html', jobs, document);
    case 'find':
      await lookForClip(engine, first);
      break;
    case 'download':
      for (const { id } of jobs) engine.retryDownload(id);
      break;
    case 'whatNow':
      await run(Command.whatNow, first.id);
      break;
    case 'remove':
      await (await import('../jobs/jobActions.ts')).removeAll(studio, jobs);
  }
  return undefined;
}
