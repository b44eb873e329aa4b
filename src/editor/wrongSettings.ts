import * as vscode from 'vscode';
import { Setting } from './contributions.ts';
import type { SafeLog } from './log.ts';
import { plain } from './plain.ts';
import { list } from './words/amounts.ts';
import { sentences } from '../shared/sentences.ts';
import { tell } from './buttons.ts';
import { isWrong, type ValueRule, type Wrong } from './valueRule.ts';

/** `scope`: `resource` for what a folder may set for itself. */
interface Rule extends ValueRule {
  readonly scope?: string;
}

interface Section {
  readonly properties: Readonly<Record<string, Rule>>;
}

/** A setting that holds what it cannot, and what to say of it. */
interface Found {
  readonly name: string;
  readonly text: string;
}

/**
 * Names settings that hold what they cannot: each in the log, and once in a message, as long as it stands there. What a setting may hold is
 * what the manifest says.
 */
export function watchSettings(
  { packageJSON }: Pick<vscode.Extension<unknown>, 'packageJSON'>,
  log: SafeLog,
): vscode.Disposable {
  const { contributes } = packageJSON as { readonly contributes: { readonly configuration: readonly Section[] } };
  const rules = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
  let told: ReadonlySet<string> = new Set();
  const look = (): void => {
    const inFolders = foundInFolders(rules);
    const named = new Set(inFolders.map(({ name }) => name));
    const wrong = [...foundInWindow(rules.filter(([name]) => !named.has(name))), ...inFolders];
    const fresh = wrong.filter(({ text }) => !told.has(text));
    told = new Set(wrong.map(({ text }) => text));
    for (const { text } of fresh) log.warn(text);
    const [first] = fresh;
    if (first === undefined) return;
    const open = {
      title: vscode.l10n.t('Open Settings'),
      press: () =>
        vscode.commands.executeCommand(
          'workbench.action.openSettings',
          fresh.map(({ name }) => `@id:${name}`).join(' '),
        ),
    };
    void tell(vscode.window.showWarningMessage, plain(sentences(fresh.map(({ text }) => text)), 900), [open]);
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
    const wrong = isWrong(configuration.get<unknown>(name), rule);
    return wrong === undefined ? [] : [{ name, text: textOf(name, wrong) }];
  });
}

/** What a folder sets for itself, which with several folders counts in that one alone. */
function foundInFolders(rules: readonly (readonly [string, Rule])[]): Found[] {
  const own = rules.filter(([, { scope }]) => scope === 'resource');
  return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => {
    const configuration = vscode.workspace.getConfiguration(undefined, folder.uri);
    return own.flatMap(([name, rule]) => {
      const wrong = isWrong(configuration.inspect<unknown>(name)?.workspaceFolderValue, rule);
      if (wrong === undefined) return [];
      const where = vscode.l10n.t('The folder “{0}” sets it.', plain(folder.name, 60));
      return [{ name, text: textOf(name, wrong, where) }];
    });
  });
}

/** `where`: who sets it, where that has to be said. */
function textOf(name: string, wrong: Wrong, ...where: readonly string[]): string {
  // Of templates those count that can be used, and their list names the others.
  const counts = name === Setting.promptTemplates ? [] : [whatCounts(name)];
  return sentences([whatIsWrong(name, wrong), ...where, ...counts]);
}

function whatIsWrong(name: string, wrong: Wrong): string {
  switch (wrong.kind) {
    case 'type':
      return vscode.l10n.t('The setting “{0}” holds something of another kind than it can.', name);
    case 'choice':
      return vscode.l10n.t(
        'The setting “{0}” can be {1}, but not “{2}”.',
        name,
        list(wrong.choices),
        plain(wrong.value, 40),
      );
    case 'range':
      return wrong.maximum === undefined
        ? vscode.l10n.t('The setting “{0}” can be {1} or more, but not {2}.', name, wrong.minimum, wrong.value)
        : vscode.l10n.t(
            'The setting “{0}” can be {1} to {2}, but not {3}.',
            name,
            wrong.minimum,
            wrong.maximum,
            wrong.value,
          );
    case 'form':
      // Not what it holds: that may be an address with a password in it.
      return vscode.l10n.t('The setting “{0}” does not hold what it should: {1}', name, wrong.should);
  }
}

/** What holds as long as it stands there. What guards is on the safe side; all else is as if it were not set. */
function whatCounts(name: string): string {
  switch (name) {
    case Setting.baseUrl:
      return vscode.l10n.t('Until it is mended nothing can be sent.');
    case Setting.confirmAbove:
      return vscode.l10n.t('Until it is mended Generate asks each time.');
    case Setting.clipInfo:
      return vscode.l10n.t('Until it is mended clips do not say how they were made.');
    case Setting.hostingWays:
      return vscode.l10n.t('Until it is mended what is not one of the ways is off.');
    case Setting.bucketLinkHours:
    case Setting.uploaderSeconds:
      return vscode.l10n.t('Until it is mended the nearest value counts, or the default.');
    case Setting.bucketEndpoint:
      return vscode.l10n.t('Until it is mended nothing is uploaded to a bucket.');
    default:
      return vscode.l10n.t('Until it is mended the default counts.');
  }
}
