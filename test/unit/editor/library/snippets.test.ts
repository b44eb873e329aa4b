import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { htmlVideo, markdownLink, relativePath } from '../../../../src/editor/library/snippets.ts';

/** What a file may be called where a file system takes it. */
const hostile = [
  '"><img src=x onerror=alert(1)>.mp4',
  "it's (one) [two] <three>.mp4",
  'a](javascript:alert(1)).mp4',
  'javascript:alert(1).mp4',
  '100% #1 ?x=1&y=2.mp4',
  '${x}$(rm -rf).mp4',
  'line\nbreak\ttab.mp4',
  'cod\u202egpm.mp4',
  '長い名前 ✓.mp4',
  '\ud800.mp4',
  'back\\slash.mp4',
];

describe('the way from a document to a clip', () => {
  it('goes down, up and beside', () => {
    assert.equal(relativePath('/w', '/w/seedance/a.mp4'), 'seedance/a.mp4');
    assert.equal(relativePath('/w/docs/deep', '/w/seedance/a.mp4'), '../../seedance/a.mp4');
    assert.equal(relativePath('/w/docs', '/w/docs/a.mp4'), 'a.mp4');
    assert.equal(relativePath('/', '/a.mp4'), 'a.mp4');
    assert.equal(relativePath('/w/a.mp4', '/w/a.mp4'), '../a.mp4', 'a folder is not a file');
  });

  it('leads there whatever the names are, and means nothing else', () => {
    for (const name of hostile) {
      const path = relativePath('/w/docs', `/w/clips/${name}`);
      assert.match(path, /^[\w.~%/-]+$/);
      assert.equal(decodeURIComponent(new URL(path, 'file:///w/docs/').pathname), `/w/clips/${name.toWellFormed()}`);
    }
  });

  it('leads from any folder to any file', () => {
    const segment = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/^\.{1,2}$|[/\\]/.test(text));
    fc.assert(
      fc.property(fc.array(segment), fc.array(segment, { minLength: 1 }), (folder, file) => {
        const encode = (parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');
        const path = relativePath(`/${folder.join('/')}`, `/${file.join('/')}`);
        const base = new URL(`file:///${encode(folder)}${folder.length > 0 ? '/' : ''}`);
        assert.equal(decodeURIComponent(new URL(path, base).pathname), `/${file.join('/')}`);
      }),
    );
  });
});

describe('a snippet', () => {
  it('is a link in Markdown and a video in HTML', () => {
    assert.equal(markdownLink('Waves', 'seedance/a.mp4'), '[Waves](seedance/a.mp4)');
    assert.equal(htmlVideo('Waves', 'seedance/a.mp4'), '<video controls src="seedance/a.mp4" title="Waves"></video>');
  });

  it('holds a title as text, whatever it says', () => {
    assert.equal(markdownLink('a](x) ![b', 'c'), '[a\\]\\(x\\) \\!\\[b](c)');
    for (const title of hostile) {
      const html = htmlVideo(title, 'a.mp4');
      assert.match(html, /^<video controls src="a\.mp4" title="[^"<>]*"><\/video>$/);
      assert.doesNotMatch(markdownLink(title, 'a.mp4').slice(1, -8), /(?<!\\)[[\]<>`]/);
    }
  });
});
