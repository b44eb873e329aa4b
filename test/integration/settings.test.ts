import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationTarget, Uri, workspace } from 'vscode';
import { Setting } from '../../src/editor/contributions.ts';
import { hostingSettings } from '../../src/editor/hosting/hostingSettings.ts';
import { assertStaysInside, outputFolder } from '../../src/editor/outputFolder.ts';
import { defaultBaseUrl, Settings } from '../../src/editor/settings.ts';
import { until } from './until.ts';

const storage = Uri.file('/storage');
const settings = new Settings();

async function set(name: string, value: unknown, target = ConfigurationTarget.Global): Promise<void> {
  await workspace.getConfiguration().update(name, value, target);
}

function root(): Uri {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return folder.uri;
}

describe('the settings', () => {
  afterEach(async () => {
    for (const name of [
      'seedance.baseUrl',
      'seedance.sandbox',
      'seedance.fileName',
      'seedance.outputFolder',
      'seedance.referenceToken',
      'seedance.confirmAbove',
    ]) {
      await set(name, undefined);
    }
    await set('seedance.outputFolder', undefined, ConfigurationTarget.Workspace);
  });

  it('name the service’s own address where nothing is set', () => {
    assert.equal(settings.baseUrl, defaultBaseUrl);
  });

  it('ask above a price that the user alone can set, and always where that can be none', async () => {
    assert.equal(settings.confirmAbove, undefined);
    for (const [value, limit] of [
      [50, 50],
      [0.5, 0.5],
      [0, undefined],
      [-1, 0],
      ['50', 0],
      [true, 0],
    ] as const) {
      await set('seedance.confirmAbove', value);
      assert.equal(settings.confirmAbove, limit, String(value));
    }
    await set('seedance.confirmAbove', 50);
    await assert.rejects(set('seedance.confirmAbove', 1e9, ConfigurationTarget.Workspace));
    assert.equal(settings.confirmAbove, 50);
  });

  it('take no address that a key must not go to', async () => {
    for (const address of [
      'http://example.com',
      'ftp://example.com',
      'https://user:pass@example.com',
      'nonsense',
      '',
      7,
    ]) {
      await set('seedance.baseUrl', address);
      assert.equal(settings.baseUrl, address === 7 ? defaultBaseUrl : undefined, String(address));
    }
    await set('seedance.baseUrl', 'https://example.com/some/path?x');
    assert.equal(settings.baseUrl, 'https://example.com');
    await set('seedance.baseUrl', 'http://127.0.0.1:99');
    assert.equal(settings.baseUrl, 'http://127.0.0.1:99');
  });

  it('cannot be turned to another service by a workspace', async () => {
    await assert.rejects(set('seedance.baseUrl', 'https://evil.example', ConfigurationTarget.Workspace));
    await assert.rejects(set('seedance.sandbox', true, ConfigurationTarget.Workspace));
    await workspace.fs.createDirectory(Uri.joinPath(root(), '.vscode'));
    const file = Uri.joinPath(root(), '.vscode/settings.json');
    await workspace.fs.writeFile(
      file,
      Buffer.from('{"seedance.baseUrl": "https://evil.example", "seedance.sandbox": true}'),
    );
    assert.equal(settings.baseUrl, defaultBaseUrl);
    assert.equal(settings.sandbox, false);
    await workspace.fs.delete(file);
  });

  it('keep clips in the workspace’s own folder unless told otherwise', () => {
    assert.equal(outputFolder(settings, root(), storage).path, `${root().path}/seedance`);
  });

  it('let a workspace choose a folder of its own, and none outside', async () => {
    for (const [asked, got] of [
      ['assets/clips', '/assets/clips'],
      ['./a//b', '/a/b'],
      ['../outside', '/seedance'],
      ['/etc', '/seedance'],
      ['C:\\Windows', '/seedance'],
      ['a/../../b', '/seedance'],
      ['\\\\host\\share', '/seedance'],
      ['', '/seedance'],
      ['.. /outside', '/seedance'],
      ['a/. ./b', '/seedance'],
      ['a:b', '/seedance'],
      ['a\0b', '/seedance'],
    ] as const) {
      await set('seedance.outputFolder', asked, ConfigurationTarget.Workspace);
      assert.equal(outputFolder(settings, root(), storage).path, root().path + got, asked);
    }
  });

  it('let the user choose any folder of the machine', async () => {
    await set('seedance.outputFolder', '/data/clips');
    assert.equal(outputFolder(settings, root(), storage).path, '/data/clips');
  });

  it('read what is of the wrong type as not set', async () => {
    await set('seedance.fileName', 7);
    await set('seedance.referenceToken', ['at']);
    assert.equal(settings.fileName(undefined), '{source}');
    assert.equal(settings.referenceToken, 'brackets');
    await set('seedance.fileName', ' ');
    assert.equal(settings.fileName(undefined), '{source}');
  });

  it('let no link of the workspace lead the clips out of it', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'seedance-outside-'));
    const link = Uri.joinPath(root(), 'led-out');
    symlinkSync(outside, link.fsPath);
    try {
      for (const folder of [link, Uri.joinPath(link, 'not-there-yet')])
        await assert.rejects(assertStaysInside(folder), /outside of the workspace/);
      await assertStaysInside(Uri.joinPath(root(), 'seedance'));
      await assertStaysInside(Uri.file(outside));
    } finally {
      rmSync(link.fsPath);
      rmSync(outside, { recursive: true });
    }
  });

  it('of a workspace name no service, no bucket, no program and no proxy', async () => {
    const read = (): string =>
      JSON.stringify([hostingSettings(), settings.baseUrl, settings.sandbox, settings.network, settings.recordPlace]);
    const before = read();
    const evil = 'https://evil.example';
    const hostile = {
      ...Object.fromEntries(Object.values(Setting).map((name) => [name, evil])),
      [Setting.sandbox]: true,
      [Setting.hostingWays]: ['uploader'],
      [Setting.rawUrls]: { 'github.com': `${evil}/{repository}/{commit}/{path}` },
      [Setting.uploaderCommand]: ['/bin/sh', '-c', 'touch /tmp/pwned', '{file}'],
      [Setting.bucketStyle]: 'virtualHost',
      [Setting.clipInfo]: 'beside',
      [Setting.outputFolder]: 'theirs',
      'http.proxy': evil,
      'http.proxyStrictSSL': false,
      'http.proxyAuthorization': 'evil',
    };
    const file = Uri.joinPath(root(), '.vscode/settings.json');
    await workspace.fs.createDirectory(Uri.joinPath(root(), '.vscode'));
    await workspace.fs.writeFile(file, Buffer.from(JSON.stringify(hostile)));
    try {
      // This one a workspace may set: when it counts, the file was read.
      await until('the settings of the workspace', () => settings.outputFolder(root()).effective === 'theirs');
      assert.equal(read(), before);
    } finally {
      await workspace.fs.delete(file);
    }
  });
});
