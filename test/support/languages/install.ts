import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, type Bundles } from './texts.ts';

/** Gives a copy of our extension these texts of `language` too, whether it ships them or not. */
export function writeTexts(extension: string, language: string, texts: Bundles): void {
  const { manifest, code } = filesOf(language);
  mkdirSync(join(extension, 'l10n'), { recursive: true });
  writeFileSync(join(extension, manifest), JSON.stringify(texts.manifest));
  writeFileSync(join(extension, code), JSON.stringify(texts.code));
}

/**
 * Makes a VS Code that keeps its data in `userData` speak `language`, before it starts: as *Configure Display Language* does, with a
 * language pack that translates nothing of VS Code's own, which stays English. Its server knows no language without a pack.
 */
export function speak(userData: string, language: string): void {
  const pack = join(userData, 'language-pack');
  mkdirSync(pack, { recursive: true });
  const translation = join(pack, 'main.i18n.json');
  writeFileSync(translation, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: 'seedance-studio.language-pack' }, version: '1.0.0' }];
  const packs = { [language]: { hash: language, extensions, translations: { vscode: translation }, label: language } };
  writeFileSync(join(userData, 'languagepacks.json'), JSON.stringify(packs));
  writeFileSync(join(userData, 'User/argv.json'), JSON.stringify({ locale: language }));
}
