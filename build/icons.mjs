// The icons of our pages: of all of VS Code's, in font and style, the few that `src/webview/page/icons.ts` names. The whole font is twice
// as large as all that a page else loads.
import { readFile } from 'node:fs/promises';
import subsetFont from 'subset-font';
import { icons } from '../src/webview/page/icons.ts';

/** The rule of one icon, as codicon.css writes it. */
const rule = /^\.codicon-([a-z0-9-]+):before \{ content: "\\([0-9a-f]+)" \}$/gm;

/** A plugin of esbuild: what a page loads of the package `@vscode/codicons` holds the icons that are named, and fails for one that is not there. */
export const fewIcons = {
  name: 'few-icons',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]codicons[\\/]dist[\\/]codicon\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      charactersOf(css);
      return { contents: css.replace(rule, (text, name) => (icons.includes(name) ? text : '')), loader: 'css' };
    });
    onLoad({ filter: /[\\/]codicons[\\/]dist[\\/]codicon\.ttf$/ }, async ({ path }) => {
      const css = await readFile(path.replace(/ttf$/, 'css'), 'utf8');
      const contents = await subsetFont(await readFile(path), charactersOf(css).join(''), { targetFormat: 'sfnt' });
      return { contents, loader: 'file' };
    });
  },
};

/** The characters that stand for our icons in the font. */
function charactersOf(css) {
  const codes = new Map(Array.from(css.matchAll(rule), ([, name, code]) => [name, parseInt(code, 16)]));
  return icons.map((name) => {
    const code = codes.get(name);
    if (code === undefined) throw new Error(`codicons has no icon “${name}”`);
    return String.fromCodePoint(code);
  });
}
