import * as vscode from 'vscode';
import { ownTemplates, type Template } from '../../../shared/prompt/templates.ts';
import { Setting } from '../../contributions.ts';
import { plain } from '../../plain.ts';
import type { Settings } from '../../settings.ts';
import { userTemplates, type FoundTemplates } from './userTemplates.ts';

interface TemplateItem extends vscode.QuickPickItem {
  /** What is put in; left out for a line that leads to the settings. */
  readonly text?: string;
}

/** Lets a template be chosen: the user's own, those of the workspace, and ours. Undefined where none was. */
export async function pickTemplate(settings: Settings): Promise<string | undefined> {
  const edit: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('settings-gear'),
    tooltip: vscode.l10n.t('Edit Your Templates'),
  };
  const pick = vscode.window.createQuickPick<TemplateItem>();
  pick.title = vscode.l10n.t('Insert a Template');
  pick.placeholder = vscode.l10n.t('It goes where the cursor is; Tab leads through its places');
  pick.matchOnDetail = true;
  pick.buttons = [edit];
  pick.items = templateItems(settings);
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (chosen !== undefined && chosen.text === undefined) editTemplates();
        resolve(chosen?.text);
      });
      pick.onDidTriggerButton(() => {
        editTemplates();
        resolve(undefined);
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** The lines of the list. */
export function templateItems(settings: Settings): TemplateItem[] {
  const { user, workspace, machine } = settings.promptTemplates;
  const found = [
    { label: vscode.l10n.t('Yours'), ...userTemplates(user) },
    { label: vscode.l10n.t('Of this workspace'), ...userTemplates(workspace) },
    { label: vscode.l10n.t('Of this machine'), ...userTemplates(machine) },
  ];
  return [
    ...found.flatMap(({ label, templates }) => section(label, templates)),
    ...section(vscode.l10n.t('Built in'), ownTemplates()),
    ...unusable(found.flatMap(({ bad }) => bad)),
  ];
}

function section(label: string, templates: readonly Template[]): TemplateItem[] {
  if (templates.length === 0) return [];
  return [
    { kind: vscode.QuickPickItemKind.Separator, label },
    ...templates.map(({ name, text }) => ({ label: plain(name, 80), detail: plain(text, 300), text })),
  ];
}

function unusable(bad: FoundTemplates['bad']): TemplateItem[] {
  if (bad.length === 0) return [];
  return [
    { kind: vscode.QuickPickItemKind.Separator, label: vscode.l10n.t('Not usable') },
    ...bad.slice(0, 20).map(({ name, reason }) => ({
      iconPath: new vscode.ThemeIcon('warning'),
      label: plain(name, 80) || Setting.promptTemplates,
      description: reason,
      detail: vscode.l10n.t('Mend it in the settings'),
    })),
  ];
}

function editTemplates(): void {
  void vscode.commands.executeCommand('workbench.action.openSettings', `@id:${Setting.promptTemplates}`);
}
