import * as vscode from 'vscode';
import { isKey } from '../engine/api/key.ts';

/**
 * A password box with a way to the page where keys are made. Resolves to undefined where the person thought better of it, or `stop`
 * says that it is not needed any more.
 */
export function askForKey(origin: string, stop: vscode.CancellationToken): Promise<string | undefined> {
  const input = vscode.window.createInputBox();
  const dashboard: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: vscode.l10n.t('Open {0} to get a key', origin),
  };
  input.title = vscode.l10n.t('Seedance API Key');
  input.prompt = vscode.l10n.t(
    'Sign in at {0} (the arrow above opens it), create an API key there and paste it here. VS Code keeps it in its secret storage.',
    origin,
  );
  input.placeholder = 'sd2_live_…';
  input.password = true;
  input.ignoreFocusOut = true;
  input.buttons = [dashboard];
  return new Promise((resolve) => {
    input.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(origin)));
    input.onDidChangeValue(() => (input.validationMessage = undefined));
    input.onDidAccept(() => {
      const key = input.value.trim();
      const wrong = whatIsWrongWith(key);
      input.validationMessage = wrong;
      if (wrong !== undefined) return;
      resolve(key);
      input.hide();
    });
    stop.onCancellationRequested(() => input.hide());
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

function whatIsWrongWith(key: string): string | undefined {
  if (key === '') return vscode.l10n.t('Paste the key, or press Escape.');
  if (!isKey(key))
    return vscode.l10n.t('A key has 8 characters or more, no spaces and no letters beyond ASCII. Copy it once more.');
  return undefined;
}
