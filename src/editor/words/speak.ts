import * as l10n from '@vscode/l10n';
import { writeIn } from '../../engine/amounts.ts';

/** Has the rooms that know no VS Code speak the user's language (BCP 47): from `bundle`, English texts to translated ones. */
export function speak(language: string, bundle: Readonly<Record<string, string>> | undefined): void {
  writeIn(language);
  if (bundle !== undefined) l10n.config({ contents: bundle });
}
