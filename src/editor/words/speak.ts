import * as l10n from '@vscode/l10n';

/** Has the rooms that know no VS Code speak the user's language: from `bundle`, English texts to translated ones. */
export function speak(bundle: Readonly<Record<string, string>>): void {
  l10n.config({ contents: bundle });
}
