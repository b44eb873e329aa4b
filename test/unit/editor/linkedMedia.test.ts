import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasMediaPath, linkedMediaAt, linkedMediaIn } from '../../../src/editor/urls/linkedMedia.ts';

/** What is linked at the `|` of a line; `text` as it stands there. */
function at(marked: string): { readonly kind: string; readonly target: string; readonly text: string } | undefined {
  const character = marked.indexOf('|');
  const line = marked.replace('|', '');
  const linked = linkedMediaAt(line, character);
  if (linked === undefined) return undefined;
  const { kind, target, start, end } = linked;
  return { kind, target: 'url' in target ? target.url : target.path, text: line.slice(start, end) };
}

const links = [
  ['Markdown', '![A lake](images/la|ke.png "at dawn")', 'images/lake.png'],
  ['Markdown with spaces', '![A lake](<images/the la|ke.png>)', 'images/the lake.png'],
  ['Markdown, encoded', '![A lake](images/the%20la|ke.png)', 'images/the lake.png'],
  ['HTML', '<img src="../im|g/hero.JPG" alt="">', '../img/hero.JPG'],
  ['HTML, single quotes', "<video src='/clips/a b|.mp4'>", '/clips/a b.mp4'],
  ['CSS', 'background: url(bg|.webp) no-repeat;', 'bg.webp'],
  ['JSON', '  "cover": "assets/cov|er.png",', 'assets/cover.png'],
  ['YAML', 'cover: assets/cov|er.png', 'assets/cover.png'],
  ['YAML list', '- ch|ime.wav', 'chime.wav'],
  ['Markdown, brackets in the name', '![x](images/a_(|1).png)', 'images/a_(1).png'],
  ['the web, brackets in the name', '![x](https://example.com/a_(|1).png)', 'https://example.com/a_(1).png'],
  ['a query', '<img src="hero.png?v=|2">', 'hero.png'],
  ['the web', '![x](https://example.com/a|.png?x=1&y=2)', 'https://example.com/a.png?x=1&y=2'],
] as const;

for (const [name, line, target] of links) {
  test(`a link is found where it is pointed at: ${name}`, () => assert.equal(at(line)?.target, target));
}

test('the text of a link is what stands there, whole', () => {
  assert.equal(at('![A lake](images/the%20la|ke.png)')?.text, 'images/the%20lake.png');
  assert.equal(at('- ch|ime.wav')?.kind, 'audio');
});

const others = [
  'no |link',
  '![A la|ke](images/lake.png)',
  'read.|md',
  'an ending alone: (a (1)|.png',
  'file:///etc/hos|ts.png',
  'javascript:a|.png',
  'vscode://x/a|.png',
  '//host/sha|re.png',
  '\\\\host\\sha|re.png',
  'http://example.com/a|.png',
];
for (const line of others) {
  test(`it is no link: ${line}`, () => assert.equal(at(line), undefined));
}

test('all links of a text are found, each target once, whichever way they are written', () => {
  const text = '![a](a.png)\n<img src="a.png">\nhttps://example.com/b.jpg and ![c](img/c%20d.webp)\n';
  const targets = linkedMediaIn(text).map(({ target }) => ('url' in target ? target.url : target.path));
  assert.deepEqual(targets, ['a.png', 'https://example.com/b.jpg', 'img/c d.webp']);
  assert.ok(hasMediaPath(text));
  assert.ok(!hasMediaPath('https://example.com/b.jpg\nread.md'));
  const minified = `"${'x'.repeat(20_000)}", "a.png"`;
  assert.ok(!hasMediaPath(minified), 'a line that nobody reads is left alone');
});

test('no line keeps it busy', () => {
  const before = performance.now();
  for (const piece of ['(', '"', '<a', 'a/', '%2', 'a.png,', '\'"('])
    linkedMediaAt(piece.repeat(9000 / piece.length), 2500);
  assert.ok(performance.now() - before < 1000);
});
