import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rawUrl } from '../../../../../src/engine/references/git/rawUrl.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

function urlOf(remote: string, templates: Readonly<Record<string, string>> = {}, path = 'a.png'): string | undefined {
  return rawUrl({ remote, commit, path, blob: 'f'.repeat(40) }, templates)?.url;
}

describe('the raw URL of a version', () => {
  for (const [remote, url] of [
    ['https://github.com/owner/repo.git', `https://raw.githubusercontent.com/owner/repo/${commit}/a.png`],
    ['https://github.com/owner/repo', `https://raw.githubusercontent.com/owner/repo/${commit}/a.png`],
    ['https://www.github.com/owner/repo/', `https://raw.githubusercontent.com/owner/repo/${commit}/a.png`],
    ['https://GitHub.com/owner/Repo.git', `https://raw.githubusercontent.com/owner/Repo/${commit}/a.png`],
    ['git@github.com:owner/repo.git', `https://raw.githubusercontent.com/owner/repo/${commit}/a.png`],
    ['github.com:owner/repo.git', `https://raw.githubusercontent.com/owner/repo/${commit}/a.png`],
    ['git@github.com:/owner/repo.git', `https://raw.githubusercontent.com/owner/repo/${commit}/a.png`],
    ['ssh://git@github.com/owner/repo.git', `https://raw.githubusercontent.com/owner/repo/${commit}/a.png`],
    ['ssh://git@ssh.github.com:443/owner/repo.git', `https://raw.githubusercontent.com/owner/repo/${commit}/a.png`],
    ['git://github.com/owner/repo.git', `https://raw.githubusercontent.com/owner/repo/${commit}/a.png`],
    ['git@gitlab.com:group/sub/project.git', `https://gitlab.com/group/sub/project/-/raw/${commit}/a.png`],
    ['https://user@bitbucket.org/workspace/repo.git', `https://bitbucket.org/workspace/repo/raw/${commit}/a.png`],
    ['ssh://git@git.example.com:2222/a/b/c.git', `https://git.example.com/a/b/c/-/raw/${commit}/a.png`],
    ['https://git.example.com:8443/a/b.git', `https://git.example.com:8443/a/b/-/raw/${commit}/a.png`],
    ['http://git.example.com/a/b.git', `https://git.example.com/a/b/-/raw/${commit}/a.png`],
    ['http://127.0.0.1:99/a/b.git', `http://127.0.0.1:99/a/b/-/raw/${commit}/a.png`],
    ['git@[2001:db8::1]:a/b.git', `https://[2001:db8::1]/a/b/-/raw/${commit}/a.png`],
    ['https://git.example.com/my%20group/ü.git', `https://git.example.com/my%20group/%C3%BC/-/raw/${commit}/a.png`],
    [
      'git@git.example.com:my group/a#b?c%.git',
      `https://git.example.com/my%20group/a%23b%3Fc%25/-/raw/${commit}/a.png`,
    ],
    ['git@bücher.example:a/b.git', `https://xn--bcher-kva.example/a/b/-/raw/${commit}/a.png`],
  ] as const) {
    it(`of ${remote}`, () => assert.equal(urlOf(remote), url));
  }

  it('has each part of the path encoded for itself', () => {
    const url = urlOf('git@github.com:o/r.git', {}, 'a b/#1+2%.png');
    assert.equal(url, `https://raw.githubusercontent.com/o/r/${commit}/a%20b/%231%2B2%25.png`);
  });

  it('follows the user’s own templates first, by host with its port or without', () => {
    const own = 'https://files.example.com/{repository}?at={commit}&file={path}';
    for (const host of ['git.example.com', 'Git.Example.com', 'git.example.com:8443']) {
      const url = urlOf('https://git.example.com:8443/a/b.git', { [host]: own }, 'c d.png');
      assert.equal(url, `https://files.example.com/a/b?at=${commit}&file=c%20d.png`);
    }
    assert.equal(
      urlOf('git@github.com:a/b', { 'github.com': 'https://mirror.example/{path}' }),
      'https://mirror.example/a.png',
    );
    assert.equal(
      urlOf('git@work:a/b', { work: 'https://mirror.example/{path}' }, '$&.png'),
      'https://mirror.example/%24%26.png',
    );
  });

  it('is guessed for hosts that nobody has named', () => {
    const guessed = (remote: string, templates = {}) =>
      rawUrl({ remote, commit, path: 'a', blob: '' }, templates)?.guessed;
    assert.equal(guessed('git@git.example.com:a/b'), true);
    assert.equal(guessed('git@constructor:a/b'), true);
    assert.equal(guessed('git@gitlab.com:a/b'), false);
    assert.equal(guessed('git@git.example.com:a/b', { 'git.example.com': 'https://x.example/{path}' }), false);
  });

  it('never holds credentials', () => {
    for (const remote of [
      'https://user:s3cret@github.com/o/r.git',
      'https://s3cret@git.example.com/o/r.git',
      'ssh://user:s3cret@git.example.com/o/r.git',
      's3cret@git.example.com:o/r.git',
      'https://git.example.com/o/r.git?token=s3cret#s3cret',
    ]) {
      const url = urlOf(remote);
      assert.ok(url !== undefined && !url.includes('s3cret'), url);
    }
  });

  it('is none where the remote is no host', () => {
    for (const remote of [
      ...['', ' ', '-x', '/srv/git/r.git', '../r.git', './r', 'r.git', 'file:///srv/r.git', 'file://host/r.git'],
      ...['C:\\repos\\r', 'C:/repos/r', 'c:repos', '\\\\server\\share\\r', '//server/share/r'],
      ...['javascript:alert(1)//x', 'data:text/html,x', 'ext::sh -c touch% /tmp/x', 'foo::https://example.com/a/b'],
      ...['https://', 'https:///', 'https://github.com', 'git@github.com:', 'git@:a/b', 'https://github.com/.git'],
      ...['git@github.com:../../x', 'git@exa mple.com:a/b', 'git@[::1:a/b', 'git@a<b>:c/d', 'about:blank'],
    ]) {
      const url = urlOf(remote);
      // Text that only looks like a host is one, as it is for git; then it must be a plain address of the web.
      if (remote.startsWith('javascript:') || remote.startsWith('data:') || remote.startsWith('about:'))
        assert.ok(url === undefined || url.startsWith('https://'), `${remote} → ${url ?? ''}`);
      else assert.equal(url, undefined, remote);
    }
  });

  it('is none where a template leads nowhere, or carries credentials', () => {
    for (const template of [
      '',
      '{path}',
      '/raw/{path}',
      'file:///{path}',
      'javascript:{path}',
      'https://u:p@x.example/{path}',
    ]) {
      assert.equal(urlOf('git@git.example.com:a/b', { 'git.example.com': template }), undefined, template);
    }
  });

  it('is none where a path would lead elsewhere', () => {
    for (const path of ['../a.png', 'a/../../b', './a', 'a//b', '', '/a']) {
      assert.equal(urlOf('git@github.com:o/r', {}, path), undefined, path);
    }
  });

  it('is a plain address of the web or none, whatever a remote is', () => {
    const parts = [
      'https://',
      'ssh://',
      'git@',
      'x',
      ':',
      '/',
      '..',
      '%',
      '%2e',
      '@',
      '[',
      ']',
      '#',
      '?',
      '\\',
      ' ',
      '\n',
      '\0',
      '\ud800',
      '{path}',
      '2',
    ];
    let seed = 7;
    const next = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 20_000; round++) {
      const remote = Array.from({ length: 1 + next(8) }, () => parts[next(parts.length)]).join('');
      const url = urlOf(remote);
      if (url === undefined) continue;
      const { protocol, username, password, pathname } = new URL(url);
      assert.match(protocol, /^https?:$/);
      assert.equal(username + password, '');
      assert.ok(pathname.endsWith(`/-/raw/${commit}/a.png`), `${JSON.stringify(remote)} → ${url}`);
    }
  });
});
