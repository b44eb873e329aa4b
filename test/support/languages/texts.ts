import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/** The languages that we speak besides English, as VS Code names them. */
export const languages = ['de', 'es', 'fr', 'ja', 'ko', 'pl', 'pt-br', 'zh-cn', 'zh-tw'] as const;

/** Texts by their keys. */
export type Texts = Readonly<Record<string, string>>;

/** All texts of one language: those of the manifest, and those of the code, whose keys are the English ones. */
export interface Bundles {
  readonly manifest: Texts;
  readonly code: Texts;
}

/** Where the texts of a language stand below the top of an extension; of English where none is given. */
export function filesOf(language = ''): { readonly manifest: string; readonly code: string } {
  const ending = language === '' ? 'json' : `${language}.json`;
  return { manifest: `package.nls.${ending}`, code: `l10n/bundle.l10n.${ending}` };
}

/** The languages that files of ours are in, by what is on disk. */
export function languagesOnDisk(): Readonly<Record<keyof Bundles, readonly string[]>> {
  const found = (pattern: string): string[] =>
    globSync(pattern, { cwd: root }).map((file) => file.split('.').at(-2) ?? '');
  return { manifest: found('package.nls.*.json').sort(), code: found('l10n/bundle.l10n.*.json').sort() };
}

/** Reads the texts of a language, or of English. A file that is not there holds none. */
export function readTexts(language = '', folder = root): Bundles {
  const { manifest, code } = filesOf(language);
  const read = (file: string): Texts =>
    existsSync(join(folder, file)) ? (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Texts) : {};
  return { manifest: read(manifest), code: read(code) };
}
