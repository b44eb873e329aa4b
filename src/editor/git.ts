import * as vscode from 'vscode';
import { CommandGit } from '../engine/references/git/commandGit.ts';
import type { Git } from '../engine/references/git/git.ts';
import { files } from './files.ts';

/** The part of the API of VS Code's own git extension that is used here (`extensions/git/src/api/git.d.ts`, version 1). */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { readonly git: { readonly path: string } };
}

/**
 * Git as VS Code's own extension for it has found it. Undefined where that one is off: by the user, by `git.enabled`, because the
 * workspace is not trusted, or because there is no git.
 *
 * The program is asked, not the extension's repositories: those appear in the Source Control view once they are opened, know no
 * SHA-256, and fetch from the network what a partial clone lacks.
 */
export async function vscodeGit(): Promise<Git | undefined> {
  // Switched off while it runs, the extension goes on saying that it is on.
  if (vscode.workspace.getConfiguration('git').get('enabled') === false) return undefined;
  const extension = vscode.extensions.getExtension<GitExtension | undefined>('vscode.git');
  try {
    const api = await extension?.activate();
    const program: unknown = api?.enabled === true ? api.getAPI(1).git.path : undefined;
    return typeof program === 'string' ? new CommandGit(program, files) : undefined;
  } catch {
    // Whatever keeps the extension from working, for us it is off.
    return undefined;
  }
}
