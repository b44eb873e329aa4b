import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import satisfies from 'spdx-satisfies';
import { packageExtension } from '../support/build.ts';
import { root, vsix } from '../support/paths.mjs';
import { readZip } from './zip.ts';

/** What may be shipped inside a product under MIT. CC-BY-4.0 is that of the icons. */
const ALLOWED = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'MPL-2.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'BlueOak-1.0.0',
];

/** Words that each licence cannot be without. */
const WORDS: Readonly<Record<string, RegExp>> = {
  MIT: /Permission is hereby granted, free of charge/,
  ISC: /Permission to use, copy, modify, and(?:\/or|) distribute this software/,
  'BSD-3-Clause': /Redistribution and use in source and binary forms/,
  'MPL-2.0': /Mozilla Public License,? Version 2\.0/i,
  'CC-BY-4.0': /Attribution 4\.0 International/,
};

/** Shapes of keys and tokens: of this service, of AWS, of GitHub, of npm, of Slack, of Google, and private keys. */
const SECRETS =
  /sd2_live_[\w-]{6,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bgithub_pat_\w{30,}|\bnpm_\w{36}|\bxox[abprs]-[\w-]{10,}|\bAIza[\w-]{35}|-----BEGIN [A-Z ]*PRIVATE KEY-----|_authToken\s*=/;

/** What ships as a file of its own: see sound.test.ts. */
const SEPARATE = 'FFmpeg 5.1.9 (LGPL-2.1-or-later)';

interface Bundled {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

describe('what ships of others', () => {
  let files: Map<string, Buffer>;
  let bundled: readonly Bundled[];
  let notices: ReadonlyMap<string, string>;

  before(async () => {
    await packageExtension();
    files = readZip(vsix);
    bundled = JSON.parse(readFileSync(join(root, 'dist/bundled.json'), 'utf8')) as Bundled[];
    const text = files.get('extension/dist/ThirdPartyNotices.txt')?.toString() ?? '';
    notices = new Map(
      text.split(`\n\n${'-'.repeat(80)}\n\n`).map((notice): [string, string] => {
        const [title = '', ...words] = notice.split('\n\n');
        return [title.trim(), words.join('\n\n').trim()];
      }),
    );
  });

  test('is named in the notices, each package once and no other', () => {
    const titles = bundled.map(({ name, version, license }) => `${name} ${version} (${license})`);
    assert.ok(titles.length > 10);
    assert.deepEqual([...notices.keys()].sort(), [...titles, SEPARATE].sort());
  });

  test('is what each package.json says, under a licence that allows it', () => {
    for (const { folder, name, version, license } of bundled) {
      const own = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Bundled;
      assert.deepEqual([name, version, license], [own.name, own.version, own.license], folder);
      assert.ok(satisfies(license, ALLOWED), `${name} is under ${license}`);
    }
  });

  test('comes with the text of its licence', () => {
    for (const { name, version, license } of bundled) {
      const words = notices.get(`${name} ${version} (${license})`) ?? '';
      assert.match(words, WORDS[license] ?? /\w{200,}/, `${name} under ${license}`);
      assert.match(words, /copyright|©|creative commons/i, name);
    }
  });

  test('is refused where it is not free to be shipped', () => {
    for (const license of ['GPL-3.0-only', 'AGPL-3.0-or-later', 'LGPL-2.1-only', 'MIT AND GPL-2.0-only'])
      assert.equal(satisfies(license, ALLOWED), false, license);
    assert.ok(satisfies('(MIT OR GPL-3.0-only)', ALLOWED));
    assert.throws(() => satisfies('UNLICENSED', ALLOWED));
  });
});

test('no file of the package holds a key', async () => {
  await packageExtension();
  for (const [name, content] of readZip(vsix)) {
    const [found] = SECRETS.exec(content.toString('latin1')) ?? [];
    assert.equal(found, undefined, name);
  }
});
