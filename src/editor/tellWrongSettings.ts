import * as vscode from 'vscode';
import { tell } from './buttons.ts';
import { Setting } from './contributions.ts';
import type { SafeLog } from './log.ts';
import { plain } from './plain.ts';
import type { Wrong } from './valueRule.ts';
import { list } from './words/amounts.ts';
import { sentences } from '../shared/sentences.ts';
import type { Found } from './wrongSettings.ts';

/** Says what is wrong with settings: each once, as long as it stands there. */
export class WrongSettings {
  readonly #log: SafeLog;
  #told: ReadonlySet<string> = new Set();

  constructor(log: SafeLog) {
    this.#log = log;
  }

  /** `all` that is wrong now. */
  tell(all: readonly Found[]): void {
    const wrong = all.map((found) => ({ name: found.name, text: textOf(found) }));
    const fresh = wrong.filter(({ text }) => !this.#told.has(text));
    this.#told = new Set(wrong.map(({ text }) => text));
    for (const { text } of fresh) this.#log.warn(text);
    if (fresh.length === 0) return;
    const open = {
      title: vscode.l10n.t('Open Settings'),
      press: () =>
        vscode.commands.executeCommand(
          'workbench.action.openSettings',
          fresh.map(({ name }) => `@id:${name}`).join(' '),
        ),
    };
    void tell(vscode.window.showWarningMessage, plain(sentences(fresh.map(({ text }) => text)), 900), [open]);
  }
}

function textOf({ name, wrong, folder }: Found): string {
  const where = folder === undefined ? [] : [vscode.l10n.t('The folder “{0}” sets it.', plain(folder, 60))];
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
    case Setting.outputFolder:
      return vscode.l10n.t('Until it is mended the folder of your user settings counts, or the default.');
    case Setting.rawUrls:
      return vscode.l10n.t('Until it is mended files at the git hosts that it names may not be found.');
    default:
      return vscode.l10n.t('Until it is mended the default counts.');
  }
}
