import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { report } from './commands.ts';
import { Setting } from './contributions.ts';
import type { SafeLog } from './log.ts';
import { Settings } from './settings.ts';
import type { WrongSettings } from './tellWrongSettings.ts';
import { isWrong, type ValueRule, type Wrong } from './valueRule.ts';

/** `scope`: `resource` for what a folder may set for itself. */
interface Rule extends ValueRule {
  readonly scope?: string;
}

interface Section {
  readonly properties: Readonly<Record<string, Rule>>;
}

/** A setting that holds what it cannot. */
export interface Found {
  readonly name: string;
  readonly wrong: Wrong;
  /** The folder that sets it, where one does. */
  readonly folder?: string;
}

/**
 * Names settings that hold what they cannot: each in the log, and once in a message, as long as it stands there. What a setting may hold is
 * what the manifest says; where clips may go depends on who says it too. The words are loaded with the first that is wrong.
 */
export function watchSettings(
  { packageJSON }: Pick<vscode.Extension<unknown>, 'packageJSON'>,
  log: SafeLog,
): vscode.Disposable {
  const { contributes } = packageJSON as { readonly contributes: { readonly configuration: readonly Section[] } };
  const rules = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
  let told: Promise<WrongSettings> | undefined;
  const look = (): void => {
    const inFolders = foundInFolders(rules);
    const named = new Set(inFolders.map(({ name }) => name));
    const all = [...foundInWindow(rules.filter(([name]) => !named.has(name))), ...inFolders];
    if (all.length > 0) told ??= import('./tellWrongSettings.ts').then((loaded) => new loaded.WrongSettings(log));
    // None is told too, that the same may be named once more.
    told?.then((wrong) => wrong.tell(all)).catch((error: unknown) => report(error, log));
  };
  look();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('seedance')) look();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(look),
  );
}

/** What counts where no folder says otherwise. */
function foundInWindow(rules: readonly (readonly [string, Rule])[]): Found[] {
  const configuration = vscode.workspace.getConfiguration();
  return rules.flatMap(([name, rule]) => {
    const wrong = whatIsWrong(name, configuration.get<unknown>(name), rule);
    return wrong === undefined ? [] : [{ name, wrong }];
  });
}

/** What a folder sets for itself, which with several folders counts in that one alone. */
function foundInFolders(rules: readonly (readonly [string, Rule])[]): Found[] {
  const own = rules.filter(([, { scope }]) => scope === 'resource');
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ name: folder, uri }) => {
    const configuration = vscode.workspace.getConfiguration(undefined, uri);
    return own.flatMap(([name, rule]) => {
      const wrong = whatIsWrong(name, configuration.inspect<unknown>(name)?.workspaceFolderValue, rule, uri);
      return wrong === undefined ? [] : [{ name, wrong, folder }];
    });
  });
}

function whatIsWrong(name: string, value: unknown, rule: Rule, folder?: vscode.Uri): Wrong | undefined {
  const strays = name === Setting.outputFolder && typeof value === 'string' && isStray(value, folder);
  return isWrong(value, rule) ?? (strays ? { kind: 'form', should: rule.patternErrorMessage ?? '' } : undefined);
}

/** True for an absolute path of another system, and for one that the user has not set themself: it counts from them alone. */
function isStray(path: string, folder: vscode.Uri | undefined): boolean {
  return /^([\\/]|[a-z]:)/i.test(path) && !(isAbsolute(path) && path === new Settings().outputFolder(folder).own);
}
