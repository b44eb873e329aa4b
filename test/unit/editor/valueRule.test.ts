import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isWrong, type ValueRule } from '../../../src/editor/valueRule.ts';
import { isBaseUrl } from '../../../src/shared/url.ts';
import { root } from '../../support/paths.mjs';

interface Section {
  readonly properties: Readonly<Record<string, ValueRule & { readonly default: unknown }>>;
}

const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly contributes: { readonly configuration: readonly Section[] };
};
const rules = Object.assign(
  {},
  ...contributes.configuration.map(({ properties }) => properties),
) as Section['properties'];

function judged(name: string, value: unknown): string {
  const rule = rules[`seedance.${name}`];
  assert.ok(rule, name);
  return isWrong(value, rule)?.kind ?? 'right';
}

test('what a setting cannot hold is told from what it can, by the manifest', () => {
  const cases: readonly (readonly [name: string, value: unknown, judgement: string])[] = [
    ['sandbox', 'yes', 'type'],
    ['sandbox', true, 'right'],
    ['clipInfo', 'infile', 'choice'],
    ['clipInfo', 'inFile', 'right'],
    ['confirmAbove', -1, 'range'],
    ['confirmAbove', '100', 'type'],
    ['confirmAbove', NaN, 'range'],
    ['confirmAbove', 0, 'right'],
    ['hosting.bucket.linkHours', 169, 'range'],
    ['hosting.bucket.linkHours', 0, 'range'],
    ['hosting.bucket.linkHours', 168, 'right'],
    ['hosting.ways', 'git', 'type'],
    ['hosting.ways', ['git', 'ftp'], 'choice'],
    ['hosting.ways', [], 'right'],
    ['hosting.rawUrls', { 'git.example.com': 7 }, 'type'],
    ['hosting.uploader.command', ['up', 7], 'type'],
    ['promptTemplates', { mine: 'x' }, 'right'],
    ['fileName', ' ', 'form'],
    ...['assets/clips', './a//b', '.clips', 'a..b', '/data/clips', 'C:\\clips', '\\\\host\\share'].map(
      (path) => ['outputFolder', path, 'right'] as const,
    ),
    ...['../renders', 'a/../../b', 'a\\..', '.. /outside', 'a/. ./b', '...', 'a:b', 'a\0b', '', ' '].map(
      (path) => ['outputFolder', path, 'form'] as const,
    ),
    ...['https://x.example/{path}', 'http://127.0.0.1:9/{path}', 'https://x.example?at={commit}&file={path}'].map(
      (url) => ['hosting.rawUrls', { 'git.example.com': url }, 'right'] as const,
    ),
    ...[
      'x.example/{path}',
      'ftp://x.example/{path}',
      'http://x.example/{path}',
      'https://u:p@x.example/{path}',
      '',
    ].map((url) => ['hosting.rawUrls', { 'git.example.com': url }, 'form'] as const),
    ['outputFolder', null, 'right'],
    ['outputFolder', undefined, 'right'],
  ];
  for (const [name, value, judgement] of cases)
    assert.equal(judged(name, value), judgement, `${name}: ${String(value)}`);
});

test('the base URL is right in the manifest where it is taken, and wrong where it is not', () => {
  const urls = [
    'https://www.seedance2.ink',
    ' https://example.com/path ',
    'http://127.0.0.1:8080',
    'http://localhost:1',
    'http://[::1]:1',
    'http://example.com',
    'https://me:secret@example.com',
    'ftp://example.com',
    'example.com',
    '',
  ];
  for (const url of urls) assert.equal(judged('baseUrl', url) === 'right', isBaseUrl(url.trim()), url);
});

test('no default is wrong', () => {
  for (const [name, rule] of Object.entries(rules)) assert.equal(isWrong(rule.default, rule), undefined, name);
});
