import assert from 'node:assert/strict';
import { commands, MarkdownString, Uri, workspace, type Hover } from 'vscode';
import { UserError } from '../../src/editor/commands.ts';
import type { Composers } from '../../src/editor/composer/composers.ts';
import { Command } from '../../src/editor/contributions.ts';
import { openLink, readLink } from '../../src/editor/urls/openLink.ts';
import { useLink } from '../../src/editor/urls/useLink.ts';
import { until } from './until.ts';

const link = 'vscode://seedance-studio.seedance-studio';

/** A link as a page writes it. */
function linkOf(fields: readonly (readonly [string, string])[], path = '/new'): Uri {
  return Uri.parse(`${link}${path}?${fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`);
}

function refusal(uri: Uri): string {
  try {
    readLink(uri);
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message;
  }
  return 'taken';
}

/** What was asked of the composers. */
function recorder(): { composers: Composers; asked: unknown[][] } {
  const asked: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: readonly unknown[]) => {
      asked.push([name, ...args]);
      return Promise.resolve();
    };
  const composers = { openWith: note('openWith'), addUrl: note('addUrl'), addFiles: note('addFiles') };
  return { composers: composers as unknown as Composers, asked };
}

describe('a link to VS Code', () => {
  it('opens a new draft with its prompt and its pictures, and does nothing else', async () => {
    const { composers, asked } = recorder();
    const url = 'https://example.com/My%20boat.png?x=1&y=2';
    const uri = linkOf([
      ['prompt', 'A boat & a kite\n50% faster'],
      ['media', url],
      ['media', 'https://example.com/b.jpg'],
    ]);
    await openLink(uri, () => Promise.resolve(composers));
    assert.deepEqual(asked, [
      [
        'openWith',
        'A boat & a kite\n50% faster',
        [url, 'https://example.com/b.jpg'],
        'Filled in by a link. Look at the prompt and the references before you press Generate.',
      ],
    ]);
  });

  it('keeps each plus, encoded or not, where it stands', () => {
    const media = 'https://example.com/a%2Bb+c.png?sum=1%2B1+2';
    for (const prompt of ['slow+steady', '夕日+海', '1 + 1 = 2', 'C++', '%2B']) {
      const read = readLink(
        linkOf([
          ['prompt', prompt],
          ['media', media],
        ]),
      );
      assert.deepEqual(read, { prompt, media: [media] });
    }
    assert.equal(readLink(Uri.parse(`${link}/new?prompt=slow+steady%2Bsure`)).prompt, 'slow+steady+sure');
  });

  it('that brings anything but public addresses is refused, and says what it named', () => {
    const bad = [
      'file:///etc/passwd',
      '/etc/passwd.png',
      'http://example.com/a.png',
      'https://localhost/a.png',
      'https://127.0.0.1/a.png',
      'https://[::1]/a.png',
      'https://me:secret@example.com/a.png',
      'vscode-remote://x/a.png',
      'javascript:alert(1)',
      'data:image/png;base64,AAAA',
      `https://example.com/${'a'.repeat(5000)}.png`,
    ];
    for (const media of bad)
      assert.match(refusal(linkOf([['media', media]])), /public https:\/\/ addresses only/, media);
    assert.match(refusal(linkOf([['media', 'file:///etc/passwd']])), /“file:\/\/\/etc\/passwd”/);
  });

  it('that asks for anything but a draft is refused', () => {
    assert.match(refusal(linkOf([['prompt', 'x']], '/generate')), /“\/generate”/);
    assert.match(refusal(linkOf([['prompt', 'x']], '')), /open a draft/);
    assert.match(refusal(linkOf([])), /neither a prompt nor a picture/);
    assert.match(refusal(linkOf([['command', 'seedance.remove']])), /neither a prompt nor a picture/);
    assert.match(refusal(linkOf([['prompt', 'x'.repeat(20_001)]])), /longer than/);
    const many = Array.from({ length: 21 }, (_, index) => ['media', `https://example.com/${index}.png`] as const);
    assert.match(refusal(linkOf(many)), /more than 20/);
  });

  it('hides nothing in its prompt', () => {
    assert.equal(readLink(linkOf([['prompt', 'a\u202eb\u200bc\u0007d\n']])).prompt, 'abcd\n');
    assert.match(refusal(linkOf([['prompt', '\u200b\u202e']])), /neither a prompt/);
  });

  it('shows a refusal without links and icons of its own', () => {
    const said = refusal(linkOf([['media', '[x](command:seedance.remove) $(zap)']]));
    assert.doesNotMatch(said, /\]\(|\$\(/);
  });
});

describe('a link in a document', () => {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const at = (...path: readonly string[]): Uri => Uri.joinPath(folder.uri, 'links', ...path);

  beforeEach(async () => {
    await workspace.fs.copy(Uri.joinPath(folder.uri, 'lighthouse.jpg'), at('pictures', 'a (1) [x].jpg'), {
      overwrite: true,
    });
    await workspace.fs.copy(Uri.joinPath(folder.uri, 'lighthouse.jpg'), at('b.jpg'), { overwrite: true });
  });
  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await workspace.fs.delete(at(), { recursive: true });
  });

  /** Our hover at the first place of `pointed` in a document; undefined where there is none. */
  async function hover(name: string, text: string, pointed: string): Promise<MarkdownString | undefined> {
    // A document of its own each time: VS Code keeps what it has read of one for a while.
    const uri = at(`${++documents} ${name}`);
    await workspace.fs.writeFile(uri, Buffer.from(text));
    const document = await workspace.openTextDocument(uri);
    await commands.executeCommand('vscode.open', uri);
    const position = document.positionAt(text.indexOf(pointed) + 1);
    const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, position);
    return hovers
      .flatMap(({ contents }) => contents)
      .find(
        (content): content is MarkdownString =>
          content instanceof MarkdownString && content.value.includes(Command.generateFromUrl),
      );
  }

  let documents = 0;
  // What shows them is loaded with the first text editor.
  before(() => until('the hover of a link', () => hover('a.md', '![x](../lighthouse.jpg)', 'light')));

  function linkIn({ value }: MarkdownString): unknown {
    const [, query = ''] = /\(command:seedance\.generateFromUrl\?([^)]*)\)/.exec(value) ?? [];
    return JSON.parse(decodeURIComponent(query));
  }

  for (const [name, text, pointed] of [
    ['a.md', '# Title\n\n![A lighthouse](b.jpg)\n', 'b.jpg'],
    ['a.html', '<p><img src="b.jpg" alt="x"></p>', 'b.jpg'],
    ['a.css', 'a { background: url(b.jpg) }', 'b.jpg'],
    ['a.json', '{ "cover": "links/b.jpg" }', 'links/b'],
    ['a.yaml', 'cover: ../links/b.jpg\n', '../links'],
  ] as const) {
    it(`shows its picture, and leads into a draft: ${name}`, async () => {
      const shown = await hover(name, text, pointed);
      assert.ok(shown);
      assert.match(shown.value, /!\[b\\\.jpg\]\([a-z-]+:\/\/[^)]*\/links\/b\.jpg\|width=320\)/);
      assert.deepEqual(linkIn(shown), [at('b.jpg').toString()]);
    });
  }

  it('may run that one command and no other, whatever the file and the text are called', async () => {
    const shown = await hover('a.md', '![x](<pictures/a (1) [x].jpg>)', 'pictures');
    assert.ok(shown);
    assert.deepEqual(shown.isTrusted, { enabledCommands: [Command.generateFromUrl] });
    assert.equal(shown.supportHtml ?? false, false);
    assert.deepEqual(linkIn(shown), [at('pictures', 'a (1) [x].jpg').toString()]);
    assert.equal(shown.value.match(/\]\(/g)?.length, 2);
  });

  it('to a public address is taken as it stands', async () => {
    const url = 'https://example.com/a.png?sig=_1$2*3';
    const shown = await hover('a.md', `<${url}>`, url);
    assert.ok(shown);
    assert.deepEqual(linkIn(shown), [url]);
  });

  it('that leads out of the workspace, to nothing or to another scheme has no hover', async () => {
    for (const target of ['../../../../../../etc/hosts.png', 'gone.png', 'http://example.com/a.png', '/etc/issue.png'])
      assert.equal(await hover('a.md', `![x](${target})`, target), undefined, target);
  });

  it('is used only for what a hover would show', async () => {
    const { composers, asked } = recorder();
    await useLink('https://example.com/a.png', composers);
    await useLink(at('b.jpg').toString(), composers);
    assert.deepEqual(
      asked.map(([name]) => name),
      ['addUrl', 'addFiles'],
    );
    for (const bad of [
      'file:///etc/passwd',
      'file:///etc/a.png',
      'http://example.com/a.png',
      'nothing',
      'command:x',
      '',
    ])
      await assert.rejects(() => useLink(bad, composers), UserError, bad);
    await assert.rejects(() => useLink(at('..', '..', '..', 'etc', 'a.png').toString(), composers), UserError);
    assert.equal(asked.length, 2);
  });
});
