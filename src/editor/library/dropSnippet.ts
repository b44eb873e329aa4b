import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { storedUri } from '../files.ts';
import { urisIn } from '../jobs/dragJobs.ts';
import { snippetOf } from './copySnippet.ts';
import { kind, waysOf } from './dropWays.ts';

/**
 * What a drop of clips puts into a document, by the way from it to them. Empty where something else is dropped: that is VS Code's own.
 * `engine` is opened only where videos are dropped.
 */
export async function dropSnippets(
  document: vscode.TextDocument,
  list: string,
  engine: () => Promise<Pick<Engine, 'store'>>,
): Promise<vscode.DocumentDropEdit[]> {
  const files = urisIn(list);
  if (files.length === 0 || !files.every((file) => /\.(mp4|m4v|mov|webm)$/i.test(file))) return [];
  const { store } = await engine();
  // VS Code writes the list that a drag carries anew, and escapes more in it than the store does.
  const jobs = files.map((file) => store.clips.jobAt(file) ?? store.clips.jobAt(storedUri(vscode.Uri.parse(file))));
  return (waysOf[document.languageId] ?? []).flatMap((way) => {
    const lines = jobs.flatMap((job) => (job && snippetOf(way, job, document.uri)) ?? []);
    if (lines.length < files.length) return [];
    const title = way === 'markdown' ? vscode.l10n.t('Link to the Clip') : vscode.l10n.t('Video with Controls');
    // Text, not a snippet: what a clip is called means nothing.
    return [new vscode.DocumentDropEdit(lines.join('\n'), title, kind.append(way))];
  });
}
