import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Blob, Face } from 'harfbuzzjs';
import { icons } from '../../src/webview/page/icons.ts';
import { packageExtension } from '../support/build.ts';
import { vsix } from '../support/paths.mjs';
import { readZip } from './zip.ts';

const pages = ['compare', 'composer', 'library', 'preview', 'unknown'];

describe('the icons of the pages', () => {
  let files: Map<string, Buffer>;
  let drawn: ReadonlySet<number>;

  before(async () => {
    await packageExtension();
    files = readZip(vsix);
    const font = files.get('extension/dist/webview/codicon.ttf');
    assert.ok(font);
    drawn = new Set(new Face(new Blob(font)).collectUnicodes());
  });

  for (const page of pages) {
    test(`${page} finds each icon that a page can name, in its style and in the font`, () => {
      const css = files.get(`extension/dist/webview/${page}.css`)?.toString() ?? '';
      const characters = new Map(
        Array.from(
          css.matchAll(/\.codicon-([a-z0-9-]+):before\{content:"(?:\\([0-9a-f]+)|(.))"\}/gu),
          ([, name, code, text]) => [name, code === undefined ? text?.codePointAt(0) : parseInt(code, 16)],
        ),
      );
      for (const name of icons) {
        const character = characters.get(name);
        assert.ok(character !== undefined, `${name} has no character`);
        assert.ok(drawn.has(character), `${name} (${character.toString(16)}) is not in the font`);
      }
      assert.deepEqual([...characters.keys()].sort(), [...icons].sort());
    });
  }

  test('no script asks for an icon by a class of its own writing', () => {
    for (const [name, content] of files) {
      if (!/\/dist\/webview\/.*\.js$/.test(name)) continue;
      for (const [text, icon = ''] of content.toString().matchAll(/codicon-([a-z][a-z0-9-]*)/g)) {
        assert.ok(
          /^(modifier-|animation-|stylesheet)/.test(icon) || icons.some((known) => known === icon),
          `${name}: ${text}`,
        );
      }
    }
  });
});
