import * as vscode from 'vscode';
import { mediaKindOf } from '../../shared/media.ts';
import { ContextKey } from '../contributions.ts';

/** The part of the API of VS Code's own git extension that is used here (`extensions/git/src/api/git.d.ts`, version 1). */
interface Repository {
  readonly state: {
    readonly workingTreeChanges: readonly Change[];
    readonly indexChanges: readonly Change[];
    readonly mergeChanges: readonly Change[];
    readonly untrackedChanges?: readonly Change[];
    readonly onDidChange: vscode.Event<void>;
  };
}

interface Change {
  readonly uri: vscode.Uri;
}

interface Git {
  readonly repositories: readonly Repository[];
  readonly onDidOpenRepository: vscode.Event<Repository>;
  readonly onDidCloseRepository: vscode.Event<Repository>;
}

interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  getAPI(version: 1): Git;
}

/**
 * Keeps the key that the menu of the Source Control view asks for: whether there is media among what has changed. VS Code tells its menu
 * nothing of the file of a row. Nothing happens as long as its git extension is off.
 */
export async function trackChangedMedia(): Promise<vscode.Disposable> {
  const extension = await vscode.extensions.getExtension<GitExtension | undefined>('vscode.git')?.activate();
  if (extension === undefined) return vscode.Disposable.from();
  let following: vscode.Disposable | undefined;
  const follow = (enabled: boolean): void => {
    following?.dispose();
    following = enabled ? followRepositories(extension.getAPI(1)) : undefined;
  };
  follow(extension.enabled);
  return vscode.Disposable.from(extension.onDidChangeEnablement(follow), {
    dispose: (): void => void following?.dispose(),
  });
}

function followRepositories(git: Git): vscode.Disposable {
  const listening = new Map<Repository, vscode.Disposable>();
  let told = false;
  const say = (has: boolean): void => {
    if (has === told) return;
    told = has;
    void vscode.commands.executeCommand('setContext', ContextKey.changesHoldMedia, has);
  };
  const tell = (): void => say([...listening.keys()].some(hasMedia));
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
    {
      dispose: () => {
        listening.forEach((each) => void each.dispose());
        say(false);
      },
    },
  );
}

function hasMedia({ state }: Repository): boolean {
  const { workingTreeChanges, indexChanges, mergeChanges, untrackedChanges = [] } = state;
  return [...workingTreeChanges, ...indexChanges, ...mergeChanges, ...untrackedChanges].some(
    ({ uri }) => mediaKindOf(uri.path) !== undefined,
  );
}
