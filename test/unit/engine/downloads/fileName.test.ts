import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { describe, it } from 'node:test';
import { fileNameOf, harmless, type NameParts } from '../../../../src/engine/downloads/fileName.ts';

const parts: NameParts = {
  source: 'photo',
  prompt: 'Waves at dusk',
  model: 'seedance-2.0',
  date: new Date(2026, 0, 2, 3, 4, 5),
};

const devices = [
  'CON',
  'con',
  'PRN',
  'AUX',
  'NUL',
  'nul.txt',
  'NUL .txt',
  'com1',
  'COM¹',
  'LPT9',
  'CONIN$',
  'con.',
  'aux ',
];
const hostile = [
  ...['', ' ', '.', '..', '...', '. .', '/', '\\', '//', '~', '~root', '-rf', '--', '.hidden', '.ssh/id_rsa'],
  ...['../../etc/passwd', '..\\..\\windows\\system32', '/etc/passwd', 'C:\\boot.ini', 'c:evil', '\\\\server\\share\\x'],
  ...[
    '\\\\?\\C:\\x',
    '\\\\.\\pipe\\x',
    'file:///etc/passwd',
    'a/b/../../../c',
    '%2e%2e%2f',
    '..%00/',
    '．．／',
    '‥/',
    '∕etc∕',
  ],
  ...[
    'a:b',
    'name::$DATA',
    'a<b>c',
    'a|b',
    'a?b',
    'a*b',
    '"quoted"',
    '$(rm -rf ~)',
    '`id`',
    '; rm -rf /',
    '${HOME}',
    '%PATH%',
  ],
  ...['a\0b', 'a\nb', 'a\r\nb', 'a\tb', '\x1b[31mred', '\x7f', 'a\u0085b', 'a\u2028b', 'a\u2029b', '\ufeffbom'],
  ...[
    '\u202egpj.exe',
    'photo\u202e4pm.exe',
    '\u2066x\u2069',
    '\u200bzero\u200dwidth',
    '\u061carabic',
    '\ud800',
    'x\udfffy',
    '\ufffd\ufffe',
  ],
  ...[
    '👩‍👩‍👧‍👦',
    '🎬'.repeat(100),
    'é',
    'e\u0301',
    'Z̸͍a̷l̶g̶o̵',
    '日本語の名前',
    'اسم',
    'x'.repeat(10_000),
    '😀'.repeat(10_000),
    '.'.repeat(10_000),
  ],
  ...[
    ' '.repeat(10_000),
    `${'x'.repeat(119)}. .`,
    `${'x'.repeat(118)}🎬`,
    `${'x'.repeat(119)} / `,
    '{source}',
    '{constructor}',
    '{__proto__}',
  ],
  ...devices,
];

function assertHarmless(name: string, from: string): void {
  const about = `${JSON.stringify(from.slice(0, 60))} became ${JSON.stringify(name)}`;
  assert.notEqual(name, '', about);
  assert.ok(Buffer.byteLength(name) <= 130, about);
  assert.equal(name, name.normalize('NFC').toWellFormed(), about);
  assert.doesNotMatch(name, /[/\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u, about);
  assert.doesNotMatch(name, /^[\s.~-]|[\s.]$/, about);
  for (const file of [name, `${name}.mp4`, `${name}-2.mp4`]) {
    assert.doesNotMatch(file, /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)[ .]*(\.|$)/i, about);
    assert.equal(posix.join('/clips', file), `/clips/${file}`, about);
    assert.equal(win32.join('C:\\clips', file), `C:\\clips\\${file}`, about);
    assert.equal(posix.basename(file), file, about);
    assert.equal(win32.basename(file), file, about);
  }
}

describe('a harmless name', () => {
  it('is one segment that escapes from no folder on any system, whatever it was made of', () => {
    for (const name of hostile) assertHarmless(harmless(name), name);
    for (const one of hostile) for (const two of hostile) assertHarmless(harmless(one.slice(0, 50) + two), one + two);
  });

  it('is harmless to itself', () => {
    for (const name of hostile) assert.equal(harmless(harmless(name)), harmless(name));
  });

  it('leaves a good name alone', () => {
    for (const name of [
      'photo',
      'Waves at dusk',
      'a.b (1) [2] {3}',
      'Überraschung',
      '日本語',
      "it's",
      'shot_12-b',
      '🎬 take 3',
    ])
      assert.equal(harmless(name), name);
  });

  it('is a name where nothing is left', () => {
    for (const name of ['', '..', ' . ', '\u202e']) assert.equal(harmless(name), 'clip');
  });

  it('does not cut a character in two', () => {
    assert.equal(harmless('🎬'.repeat(100)), '🎬'.repeat(30));
  });

  it('keeps its end, which tells it from others, however long it is', () => {
    const frames = (clip: string): string[] => [1, 42, 12345].map((number) => harmless(clip, ` frame ${number}`));
    assert.deepEqual(frames('fog'), ['fog frame 1', 'fog frame 42', 'fog frame 12345']);
    assert.deepEqual(frames(' . '), ['clip frame 1', 'clip frame 42', 'clip frame 12345']);
    for (const clip of ['風になびく草原'.repeat(9), 'A bear walks through the snow frame 0120'.repeat(7)]) {
      const names = frames(clip);
      assert.equal(new Set(names).size, 3);
      for (const [index, name] of names.entries()) {
        assert.ok(name.endsWith(` frame ${[1, 42, 12345][index]}`), name);
        assertHarmless(name, clip);
        assert.equal(harmless(name), name, 'it is no longer than others');
      }
    }
  });

  it('is not the name of a device', () => {
    for (const name of devices) assert.match(harmless(name), /^clip /, name);
    for (const name of ['console', 'com', 'com10', 'nullable', 'icon']) assert.equal(harmless(name), name);
  });
});

describe('the name of a clip', () => {
  it('follows the pattern', () => {
    assert.equal(fileNameOf('{source}', parts), 'photo');
    assert.equal(
      fileNameOf('{date} {time} {prompt} ({model})', parts),
      '2026-01-02 030405 Waves at dusk (seedance-2.0)',
    );
    assert.equal(fileNameOf('take', parts), 'take');
  });

  it('falls back to the prompt’s first words without a source, and to a word without either', () => {
    const prompt = ' A bear\nwalks  through a wide and wild forest in the snow';
    assert.equal(fileNameOf('{source}', { ...parts, source: '', prompt }), 'A bear walks through a wide and wild');
    assert.equal(fileNameOf('{source}', { ...parts, source: '', prompt: ' ' }), 'clip');
  });

  it('keeps names in braces that it does not know, also those that every object has', () => {
    for (const pattern of ['{seed}', '{constructor}', '{toString}', '{__proto__}', '{}', '{ source }', '{{x}}'])
      assert.equal(fileNameOf(pattern, parts), pattern);
  });

  it('is one harmless segment, whatever source, prompt and pattern say', () => {
    for (const text of hostile) {
      assertHarmless(fileNameOf('{source}', { ...parts, source: text }), text);
      assertHarmless(fileNameOf('{prompt}', { ...parts, prompt: text }), text);
      assertHarmless(fileNameOf('../{model}/{source}', { ...parts, model: text }), text);
      assertHarmless(fileNameOf(text, parts), text);
    }
  });
});
