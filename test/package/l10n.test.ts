import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { pseudo, pseudoLanguage, pseudoTexts } from '../support/languages/pseudo.ts';
import { faultsOf, formsOf } from '../support/languages/rules.ts';
import { filesOf, languages, languagesOnDisk, readTexts } from '../support/languages/texts.ts';
import { node, root } from '../support/paths.mjs';

const english = readTexts();

test('every string of the code is in the bundle that translators get, and no other', async () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { l10n: string } };
  const folder = mkdtempSync(join(tmpdir(), 'seedance-l10n-'));
  try {
    const options = scripts.l10n.split(' ').slice(1);
    const program = join(root, 'node_modules/@vscode/l10n-dev/dist/cli.js');
    const args = options.map((option) => (option === 'l10n' ? folder : option));
    await promisify(execFile)(node, [program, ...args], { cwd: root });
    const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
    assert.deepEqual(
      read(join(folder, 'bundle.l10n.json')),
      read(join(root, 'l10n/bundle.l10n.json')),
      'run `npm run l10n`',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('every string that the manifest names is there, and none that it does not', () => {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  const named = new Set(Array.from(manifest.matchAll(/"%([^%"]+)%"/g), ([, name]) => name));
  assert.deepEqual(Object.keys(english.manifest).sort(), [...named].sort());
});

test('manifest and code are in the same languages, those that we name', () => {
  const { manifest, code } = languagesOnDisk();
  assert.deepEqual(manifest, [...languages].sort(), 'package.nls.*.json');
  assert.deepEqual(code, [...languages].sort(), 'l10n/bundle.l10n.*.json');
});

for (const language of new Set(Object.values(languagesOnDisk()).flat())) {
  test(`${language} says all that English says, with the same places, links, icons and commands, in its own forms`, () => {
    const faults = faultsOf(language, english, readTexts(language));
    const files = filesOf(language);
    const told = (['manifest', 'code'] as const).flatMap((part) =>
      faults[part].map(({ key, fault }) => `${files[part]}: ${JSON.stringify(key)} ${fault}`),
    );
    assert.deepEqual(told, []);
  });
}

test('English keeps its own rules', () => {
  assert.deepEqual(faultsOf('en', english, english), { manifest: [], code: [] });
});

test('the pseudo-language keeps them, is half as long again, and leaves no letter of ours as it was', () => {
  const texts = pseudoTexts(english);
  const faults = Object.values(faultsOf(pseudoLanguage, english, texts)).flat();
  // A name of a command within a text is a piece of that text there, padded with all of it.
  assert.deepEqual(
    faults.filter(({ fault }) => !fault.startsWith('does not name the command')),
    [],
  );
  assert.equal(pseudo('Settings'), '⟦Šéţţîñĝš ~~⟧');
  assert.equal(pseudo('{0} clip | {0} clips'), '⟦{0} çļîþ ~⟧ | ⟦{0} çļîþš ~⟧');
  assert.equal(pseudo('A key.\n[Set](command:seedance.setKey)'), '⟦Å ķéý. ~⟧\n[⟦Šéţ ~⟧](command:seedance.setKey)');
  const lengths = (all: typeof english): number =>
    Object.values(all)
      .flatMap((part) => Object.values(part as Readonly<Record<string, string>>))
      .join('').length;
  const times = lengths(texts) / lengths(english);
  assert.ok(times > 1.4 && times < 1.7, String(times));
});

describe('what is wrong with a translation is told', () => {
  const from = {
    manifest: { 'command.setKey': 'Set API Key…', welcome: '**Go**\n[Go](command:seedance.go) `#seedance.x#` $(add)' },
    code: { 'No key: run “Seedance: Set API Key…” ': '', '{0} clip of {1} | {0} clips of {1}': '' },
  };
  for (const key of Object.keys(from.code) as (keyof typeof from.code)[]) from.code[key] = key;
  const good = {
    manifest: {
      'command.setKey': 'Ustaw klucz…',
      welcome: '**Idź**\n[Idź](command:seedance.go) `#seedance.x#` $(add)',
    },
    code: {
      'No key: run “Seedance: Set API Key…” ': 'Brak klucza: „Seedance: Ustaw klucz…” ',
      '{0} clip of {1} | {0} clips of {1}': '{0} klip z {1} | {0} klipy z {1} | {0} klipów z {1}',
    },
  };
  const counting = '{0} clip of {1} | {0} clips of {1}';
  const cases: readonly (readonly [part: 'manifest' | 'code', key: string, text: string, fault: RegExp])[] = [
    ['manifest', 'command.setKey', ' ', /^is missing$/],
    ['manifest', 'command.other', 'Inne', /^is no text of ours$/],
    [
      'manifest',
      'welcome',
      '**Idź**\n[Idź](command:seedance.stop) `#seedance.x#` $(add)',
      /^links, settings and icons: /,
    ],
    [
      'manifest',
      'welcome',
      '**Idź**\n[Idź](command:seedance.go) `#seedance.y#` $(add)',
      /^links, settings and icons: /,
    ],
    ['manifest', 'welcome', '**Idź**\n[Idź](command:seedance.go) `#seedance.x#`', /^links, settings and icons: /],
    ['manifest', 'welcome', 'Idź\n[Idź](command:seedance.go) `#seedance.x#` $(add)', /^bold: /],
    ['manifest', 'welcome', '**Idź** [Idź](command:seedance.go) `#seedance.x#` $(add)', /^line breaks: /],
    ['code', 'No key: run “Seedance: Set API Key…” ', 'Brak: „Seedance: Ustaw klucz…”', /^space behind it: /],
    ['code', 'No key: run “Seedance: Set API Key…” ', ' Brak: „Seedance: Ustaw klucz…” ', /^space before it: /],
    ['code', 'No key: run “Seedance: Set API Key…” ', 'Brak: „Seedance: Klucz…” ', /^does not name the command/],
    ['code', counting, '{0} klip z {1} | {0} klipy z {1}', /^has 2 forms, not 3 to 4$/],
    ['code', counting, Array(5).fill('{0} z {1}').join(' | '), /^has 5 forms, not 3 to 4$/],
    [
      'code',
      counting,
      '{0} klip z {1} | {0} klipy z {1} | {0} klipów z {2}',
      /^places: "\{0\} \{2\}" for "\{0\} \{1\}"$/,
    ],
  ];
  test('a good one passes', () => {
    assert.deepEqual(faultsOf('pl', from, good), { manifest: [], code: [] });
  });
  for (const [part, key, text, wanted] of cases) {
    test(`${JSON.stringify(text)} ${String(wanted)}`, () => {
      const faults = faultsOf('pl', from, { ...good, [part]: { ...good[part], [key]: text } });
      const other = part === 'code' ? 'manifest' : 'code';
      // A title that changes is missing where it was named.
      if (key !== 'command.setKey') assert.deepEqual(faults[other], []);
      assert.deepEqual(
        faults[part].map((fault) => fault.key),
        [key],
      );
      assert.match(faults[part][0]?.fault ?? '', wanted);
    });
  }
  test('a language has the forms that CLDR knows of it', () => {
    assert.deepEqual(formsOf('pl'), { least: 3, most: 4 });
    assert.deepEqual(formsOf('fr'), { least: 2, most: 3 });
    assert.deepEqual(formsOf('ja'), { least: 1, most: 1 });
  });
});
