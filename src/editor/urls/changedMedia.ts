import * as vscode from 'vscode';
import { mediaKindOf } from '../../shared/media.ts';
import { ContextKey } from '../contributions.ts';

/** The part of the API of VS Code's own git extension that is used here (`extensions/git/src/api/git.d.ts`, version 1). */
interface Repository {
  readonly state: {
    readonly workingTreeChanges: readonly Change[];
    readonly indexChanges: readonly Change[];
    readonly untrackedChanges?: readonly Change[];
    readonly onDidChange: vscode.Event<void>;
  };
}

interface Change {
  readonly uri: vscode.Uri;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): {
    readonly repositories: readonly Repository[];
    readonly onDidOpenRepository: vscode.Event<Repository>;
    readonly onDidCloseRepository: vscode.Event<Repository>;
  };
}

/**
 * Keeps the key that the menu of the Source Control view asks for: whether there is media among what has changed. VS Code tells its menu
 * nothing of the file of a row. Nothing happens where its git extension is off.
 */
export async function trackChangedMedia(): Promise<vscode.Disposable> {
  const api = await vscode.extensions.getExtension<GitExtension | undefined>('vscode.git')?.activate();
  if (api?.enabled !== true) return vscode.Disposable.from();
  const git = api.getAPI(1);
  const listening = new Map<Repository, vscode.Disposable>();
  let told = false;
  const tell = (): void => {
    const has = [...listening.keys()].some(hasMedia);
    if (has === told) return;
    told = has;
    void vscode.commands.executeCommand('setContext', ContextKey.changesHoldMedia, has);
  };
  const follow = (repository: Repository): void => {
    listening.set(repository, repository.state.onDidChange(tell));
    tell();
  };
  git.repositories.forEach(follow);
  return vscode.Disposable.from(
    git.onDidOpenRepository(follow),
    git.onDidCloseRepository((repository) => {
      listening.get(repository)?.dispose();
      listening.delete(repository);
      tell();
    }),
    { dispose: () => listening.forEach((each) => void each.dispose()) },
  );
}

function hasMedia({ state }: Repository): boolean {
  const { workingTreeChanges, indexChanges, untrackedChanges = [] } = state;
  return [...workingTreeChanges, ...indexChanges, ...untrackedChanges].some(
    ({ uri }) => mediaKindOf(uri.path) !== undefined,
  );
}
