import * as vscode from 'vscode';
import type { KnownPrompt, Prompts } from '../../../engine/jobs/prompts.ts';
import { plain } from '../../plain.ts';

/** So much of a prompt (characters) is in its line, to be found by typing; what does not fit is cut off by the list itself. */
const searchable = 1000;

/** A prompt as it stood in the list when that was opened, and whether it is marked now. */
interface Entry extends KnownPrompt {
  readonly marked: boolean;
}

/** A line of the list; a separator has no entry. */
interface PromptItem extends vscode.QuickPickItem {
  readonly entry?: Entry;
}

/**
 * Lets a prompt be chosen that was sent or marked; undefined where none was. Each line can be marked as a favourite and taken off the
 * list; `onDidMark` is called after it. Rejects with `StoreError`.
 */
export async function pickPrompt(prompts: Prompts, onDidMark: () => void): Promise<string | undefined> {
  let entries = prompts.list().map((prompt): Entry => ({ ...prompt, marked: prompt.favourite }));
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no prompt yet. What you send is listed here, and what you mark with the star.'),
    );
    return undefined;
  }
  const pick = vscode.window.createQuickPick<PromptItem>();
  pick.title = vscode.l10n.t('Prompt History');
  pick.placeholder = vscode.l10n.t('Type to search. The prompt you choose takes the place of the present one.');
  pick.keepScrollPosition = true;
  pick.items = promptItems(entries);
  try {
    return await new Promise((resolve, reject) => {
      pick.onDidTriggerItemButton(({ item: { entry }, button }) => {
        if (entry === undefined) return;
        try {
          entries = press(button, entry, entries, prompts);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
          return;
        }
        const at = pick.items.findIndex((item) => item.entry === entry);
        pick.items = promptItems(entries);
        // The same line, or the one that took its place.
        pick.activeItems = pick.items
          .slice(at)
          .filter((item) => item.entry !== undefined)
          .slice(0, 1);
        onDidMark();
      });
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.entry?.text));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** The lines of the list. An entry stays in its part as long as the list is open: nothing jumps away from under the hand. */
export function promptItems(entries: readonly Entry[]): PromptItem[] {
  const part = (label: string, favourite: boolean): PromptItem[] => {
    const of = entries.filter((entry) => entry.favourite === favourite);
    if (of.length === 0) return [];
    const separator = { kind: vscode.QuickPickItemKind.Separator, label };
    return [
      separator,
      ...of.map((entry) => ({ label: plain(entry.text, searchable), buttons: buttonsOf(entry), entry })),
    ];
  };
  return [...part(vscode.l10n.t('Favourites'), true), ...part(vscode.l10n.t('Sent'), false)];
}

/** What a press of a line's button does, and the entries after it. */
function press(button: vscode.QuickInputButton, entry: Entry, entries: readonly Entry[], prompts: Prompts): Entry[] {
  if (button === forget) {
    prompts.forget(entry.text, Date.now());
    return entries.filter((each) => each !== entry);
  }
  prompts.setFavourite(entry.text, !entry.marked, Date.now());
  return entries.map((each) => (each === entry ? { ...each, marked: !each.marked } : each));
}

const forget = { iconPath: new vscode.ThemeIcon('close'), tooltip: vscode.l10n.t('Remove from the History') };

function buttonsOf({ marked }: Entry): vscode.QuickInputButton[] {
  const mark = marked
    ? { iconPath: new vscode.ThemeIcon('star-full'), tooltip: vscode.l10n.t('Remove from Favourites') }
    : { iconPath: new vscode.ThemeIcon('star-empty'), tooltip: vscode.l10n.t('Add to Favourites') };
  return [mark, forget];
}
