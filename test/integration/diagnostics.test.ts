import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, ConfigurationTarget, env, Uri, window, workspace, type ExtensionContext } from 'vscode';
import { copyDiagnostics, diagnostics } from '../../src/editor/diagnostics/copyDiagnostics.ts';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { Settings } from '../../src/editor/settings.ts';
import { Studio } from '../../src/editor/studio.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { Secrets } from './secrets.ts';
import { until } from './until.ts';

/** In each secret, and in all that must stay with the user. */
const canary = 'CANARY';
const key = `odd-${canary}-key-0123456789`;

describe('the diagnostics', () => {
  let folder: string;
  let log: SafeLog;
  let keyring: Keyring;
  let studio: Studio;
  const set = async (name: string, value: unknown): Promise<void> =>
    workspace.getConfiguration().update(name, value, ConfigurationTarget.Global);
  const changed = {
    'seedance.baseUrl': 'https://service.example',
    'seedance.outputFolder': `${canary}/clips`,
    'seedance.fileName': `${canary}-{prompt}`,
    'seedance.hosting.bucket.endpoint': 'https://storage.example',
    'seedance.hosting.bucket.name': `bucket-${canary}`,
    'seedance.hosting.bucket.accessKeyId': `id-${canary}`,
    'seedance.hosting.bucket.publicUrl': `https://media.example/${canary}?sig=${canary}`,
    'seedance.hosting.uploader.command': ['upload', canary],
    'http.proxy': `http://user:${canary}@proxy.example:3128/${canary}`,
    'http.proxyAuthorization': `Basic ${canary}`,
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seedance-diagnostics-'));
    for (const [name, value] of Object.entries(changed)) await set(name, value);
    const secrets = new Secrets();
    log = new SafeLog('Diagnostics test');
    const settings = new Settings();
    keyring = new Keyring(secrets, settings, log);
    await secrets.store('key:https://service.example', key);
    // Of the context only what a report and an engine ask for.
    const context = {
      globalStorageUri: Uri.file(folder),
      extension: { packageJSON: { version: '1.2.3' } },
      secrets,
      subscriptions: [],
      globalState: { get: () => undefined, update: () => Promise.resolve() },
    } as unknown as ExtensionContext;
    studio = new Studio(context, settings, keyring, log);
  });

  afterEach(async () => {
    for (const name of Object.keys(changed)) await set(name, undefined);
    await studio.dispose();
    keyring.dispose();
    log.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Jobs and lines of the log that hold a canary wherever they can hold anything. */
  async function fill(): Promise<void> {
    const words = `said ${canary} [x](command:${canary})`;
    const draft = draftOf({ prompt: `A ${canary} at dusk`, webhookUrl: `https://${canary}.example`, fileName: canary });
    const fields = {
      draft,
      request: { model: 'seedance-2.0', prompt: draft.prompt, mediaUrls: [`https://a.example/${canary}`] },
      baseUrl: 'http://127.0.0.1:9',
      folder: `file:///${canary}`,
      fileName: canary,
      outputUrl: `https://clips.example/${canary}.mp4?X-Amz-Signature=${canary}`,
    };
    (await studio.engine()).adopt([
      jobOf({
        ...fields,
        id: 'one',
        state: 'failed',
        error: { code: `${canary} words`, message: words },
        endedAt: 3000,
      }),
      jobOf({
        ...fields,
        id: 'two',
        state: 'succeeded',
        creditsCharged: 64,
        requestId: 'req_two',
        download: { state: 'done', file: `file:///${canary}.mp4`, size: 3 },
      }),
      jobOf({
        ...fields,
        id: 'three',
        state: 'rejected',
        requestId: `a ${canary}`,
        status: `in ${canary}`,
        failure: { kind: 'rejected', status: 400, code: `a ${canary}`, message: words },
      }),
    ]);
    const file = Object.assign(new Error(`ENOENT: open '/clips/${canary}.mp4'`), {
      code: 'ENOENT',
      syscall: 'open',
      path: canary,
    });
    log.warn(`key ${key} and ${encodeURIComponent(key)} and ${btoa(key)}`, new Error(`at ${key}`, { cause: file }));
    log.error(new Error(`GET https://a.example/b?sig=${canary}#${canary}\n\u001b[31mforged`));
    log.info(`Authorization: Bearer ${canary}, proxy http://u:${canary}@proxy.example`);
    log.info(`home is ${homedir()}/clips`);
  }

  it('hold no key, no prompt, no name and no signature', async () => {
    await fill();
    const report = await diagnostics(studio);
    assert.equal(
      report.split('\n').find((line) => line.includes(canary)),
      undefined,
    );
    for (const spelt of [btoa(key).slice(4, 20), encodeURIComponent(key)]) assert.ok(!report.includes(spelt));
    assert.ok(!report.includes('\u001b'));
    assert.ok(!report.includes(`${homedir()}/`));
  });

  it('tell what somebody who helps needs to know', async () => {
    await fill();
    const report = await diagnostics(studio);
    for (const fact of [
      /Seedance Studio 1\.2\.3/,
      /A key for https:\/\/service\.example is set/,
      /http\.proxy: proxy\.example:3128/,
      /http\.proxyAuthorization is set/,
      /seedance\.hosting\.bucket\.publicUrl \(user\): media\.example/,
      /seedance\.fileName \(user\)$/m,
      /Integrity: ok/,
      /Jobs: failed 1, rejected 1, succeeded 1/,
      /\| two \| req_two \| live \| succeeded \|.* \| 64 \|/,
      /\| three \| \(no name\) \|.*rejected 400/,
      /\[warn\] key … and … and …: Error: at … ← ENOENT \(open\)/,
      /\[error\] Error: GET https:\/\/a\.example\/b\?…/,
      /home is ~\/clips/,
    ])
      assert.match(report, fact);
  });

  it('are given where the engine does not start', async () => {
    mkdirSync(join(folder, 'jobs.db'));
    const report = await diagnostics(studio);
    assert.match(report, /the engine does not start/);
    assert.match(report, /cannot be read: /);
  });

  it('are on the clipboard, and in a document for who opens it', async () => {
    const done = copyDiagnostics(studio);
    const report = await until('the report', async () => {
      const text = await env.clipboard.readText();
      return text.startsWith('# Seedance diagnostics') && text;
    });
    await commands.executeCommand('notifications.focusFirstToast');
    await commands.executeCommand('notification.acceptPrimaryAction');
    await done;
    assert.equal(window.activeTextEditor?.document.getText(), report);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
