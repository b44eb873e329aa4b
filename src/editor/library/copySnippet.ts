import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { UserError } from '../commands.ts';
import { plain } from '../plain.ts';
import { titleOf } from '../words/jobText.ts';
import { pathFor } from './pathFor.ts';
import { htmlVideo, markdownLink } from './snippets.ts';

/** Copies how a document shows these clips, one a line, and says so. `document`: what the paths lead from. Returns what was said. */
export async function copySnippets(
  kind: 'markdown' | 'html',
  jobs: readonly Job[],
  document: vscode.Uri | undefined = openDocument(),
): Promise<string> {
  const lines = jobs.flatMap((job) => snippetOf(kind, job, document) ?? []);
  if (lines.length === 0) throw new UserError(vscode.l10n.t('The clip is not downloaded yet.'));
  await vscode.env.clipboard.writeText(lines.join('\n'));
  const from = document === undefined ? undefined : vscode.workspace.asRelativePath(document);
  const text =
    from === undefined
      ? vscode.l10n.t('Copied, with the path from the workspace folder')
      : vscode.l10n.t('Copied, with the path from {0}', from);
  vscode.window.setStatusBarMessage(plain(text, 300), 5000);
  return text;
}

/** Undefined where there is no clip to show. */
export function snippetOf(kind: 'markdown' | 'html', job: Job, document: vscode.Uri | undefined): string | undefined {
  if (job.download.state !== 'done') return undefined;
  const path = pathFor(vscode.Uri.parse(job.download.file), document);
  return (kind === 'markdown' ? markdownLink : htmlVideo)(titleOf(job), path);
}

/** The text file that is open, if it is of the workspace. */
function openDocument(): vscode.Uri | undefined {
  const uri = (vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0])?.document.uri;
  return uri !== undefined && vscode.workspace.getWorkspaceFolder(uri) !== undefined ? uri : undefined;
}
