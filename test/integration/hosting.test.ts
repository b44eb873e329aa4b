import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, Uri, workspace } from 'vscode';
import { Setting } from '../../src/editor/contributions.ts';
import { askSteps, type Asked } from '../../src/editor/hosting/askSteps.ts';
import { BucketSecrets } from '../../src/editor/hosting/bucketSecrets.ts';
import { writeBucket } from '../../src/editor/hosting/bucketSettings.ts';
import { emptyForm, formOf, stepsOf, type BucketForm, type Step } from '../../src/editor/hosting/form.ts';
import { hostingSettings } from '../../src/editor/hosting/hostingSettings.ts';
import { forgetBucket, saveBucket } from '../../src/editor/hosting/saveBucket.ts';
import { Settings } from '../../src/editor/settings.ts';
import type { Bucket, BucketSecret } from '../../src/engine/references/bucket/bucket.ts';
import { Secrets } from './secrets.ts';
import { until } from './until.ts';

const first: Bucket = {
  endpoint: 'https://s3.eu-central-1.amazonaws.com',
  region: 'eu-central-1',
  name: 'media',
  prefix: 'seedance',
  style: 'virtualHost',
  accessKeyId: 'AKIA1',
  linkSeconds: 86_400,
};
const second: Bucket = {
  endpoint: 'https://minio.example.com:9000',
  region: 'us-east-1',
  name: 'other',
  prefix: '',
  style: 'path',
  accessKeyId: 'AKIA2',
  linkSeconds: 3600,
  publicUrl: 'https://media.example.com/other',
};
const secret: BucketSecret = { secretAccessKey: 'secret', sessionToken: 'token' };

const names = Object.values(Setting).filter((name) => name.startsWith('seedance.hosting.'));

describe('the secrets of buckets', () => {
  it('come back for the endpoint and the access key that they were stored for, and for no other', async () => {
    const secrets = new BucketSecrets(new Secrets(), { conceal: () => undefined });
    await secrets.store(first, secret);
    assert.deepEqual(await secrets.get(first), secret);
    assert.equal(await secrets.get({ ...first, accessKeyId: 'AKIA9' }), undefined);
    assert.equal(await secrets.get({ ...first, endpoint: 'https://evil.example' }), undefined);
    await secrets.delete(first);
    assert.equal(await secrets.get(first), undefined);
  });

  it('are none where something else is stored in their place', async () => {
    const storage = new Secrets();
    const secrets = new BucketSecrets(storage, { conceal: () => undefined });
    for (const text of ['', 'secret', '{}', '{"secretAccessKey":""}', '{"secretAccessKey":7}', '[]', 'null']) {
      await storage.store(`bucket:${first.endpoint} ${first.accessKeyId}`, text);
      assert.equal(await secrets.get(first), undefined, text);
    }
  });

  it('tell of what was stored or deleted, and of no other secret', async () => {
    const storage = new Secrets();
    const secrets = new BucketSecrets(storage, { conceal: () => undefined });
    let told = 0;
    secrets.onDidChange(() => told++);
    await secrets.store(first, secret);
    await storage.store('key:https://example.com', 'x');
    await secrets.delete(first);
    assert.equal(told, 2);
  });
});

describe('the settings of how files travel', () => {
  afterEach(async () => {
    for (const name of names) await workspace.getConfiguration().update(name, undefined, ConfigurationTarget.Global);
  });

  it('hold a bucket as it was written, and nothing of the one before', async () => {
    for (const bucket of [first, second, first]) {
      await writeBucket(bucket);
      assert.deepEqual(hostingSettings().bucket, bucket);
    }
    await writeBucket(undefined);
    for (const name of names) assert.equal(workspace.getConfiguration().inspect(name)?.globalValue, undefined, name);
  });

  it('hold no bucket, rather than a mixture, at any moment while another one is written', async () => {
    await writeBucket(first);
    const seen: (Bucket | undefined)[] = [];
    const listening = workspace.onDidChangeConfiguration(() => seen.push(hostingSettings().bucket));
    await writeBucket(second);
    await until('the last change', () => seen.at(-1) !== undefined);
    listening.dispose();
    assert.ok(seen.length > 2, 'there were moments in between');
    for (const bucket of seen.slice(0, -1)) assert.equal(bucket, undefined);
    assert.deepEqual(seen.at(-1), second);
  });

  it('take what cannot be the public URL of a bucket, or its prefix, as not set', async () => {
    await writeBucket(second);
    const set = (name: string, value: unknown): Thenable<void> =>
      workspace.getConfiguration().update(name, value, ConfigurationTarget.Global);
    for (const url of ['http://media.example.com', 'media.example.com', 'https://user:word@media.example.com', 7]) {
      await set(Setting.bucketPublicUrl, url);
      await set(Setting.bucketPrefix, 7);
      const { bucket } = hostingSettings();
      assert.deepEqual([bucket?.name, bucket?.publicUrl, bucket?.prefix], ['other', undefined, 'seedance'], `${url}`);
    }
  });

  it('cannot be set by a workspace, so no folder tells where files go', async () => {
    await writeBucket(first);
    const before = hostingSettings();
    const [root] = workspace.workspaceFolders ?? [];
    assert.ok(root);
    const file = Uri.joinPath(root.uri, '.vscode/settings.json');
    const evil: Readonly<Record<string, unknown>> = {
      [Setting.hostingWays]: ['uploader'],
      [Setting.rawUrls]: { 'example.com': 'https://evil.example/{path}' },
      [Setting.bucketEndpoint]: 'https://evil.example',
      [Setting.bucketRegion]: 'evil',
      [Setting.bucketName]: 'evil',
      [Setting.bucketPrefix]: 'evil',
      [Setting.bucketStyle]: 'path',
      [Setting.bucketAccessKeyId]: 'EVIL',
      [Setting.bucketLinkHours]: 1,
      [Setting.bucketPublicUrl]: 'https://evil.example',
      [Setting.uploaderCommand]: ['evil', '{file}'],
      [Setting.uploaderSeconds]: 1,
    };
    assert.deepEqual(Object.keys(evil).sort(), [...names].sort());
    for (const [name, value] of Object.entries(evil))
      await assert.rejects(async () => workspace.getConfiguration().update(name, value, ConfigurationTarget.Workspace));
    // What a folder may set tells when the file was read.
    const settings = new Settings();
    await workspace.fs.writeFile(file, Buffer.from(JSON.stringify({ ...evil, [Setting.fileName]: 'read' })));
    await until('the settings of the folder', () => settings.fileName(root.uri) === 'read');
    assert.deepEqual(hostingSettings(), before);
    await workspace.fs.delete(file);
  });

  it('are kept with the secret, and the secret of the bucket before is forgotten', async () => {
    const storage = new Secrets();
    const secrets = new BucketSecrets(storage, { conceal: () => undefined });
    await saveBucket(first, secret, secrets, undefined);
    await saveBucket(second, { secretAccessKey: 'two' }, secrets, first);
    assert.deepEqual(hostingSettings().bucket, second);
    assert.deepEqual(await storage.keys(), ['bucket:https://minio.example.com:9000 AKIA2']);
    await forgetBucket(second, secrets);
    assert.equal(hostingSettings().bucket, undefined);
    assert.deepEqual(await storage.keys(), []);
  });

  it('stay as they are where the secret is not taken', async () => {
    await writeBucket(first);
    const storage = new Secrets();
    storage.store = () => Promise.reject(new Error('no keyring'));
    await assert.rejects(
      saveBucket(second, secret, new BucketSecrets(storage, { conceal: () => undefined }), first),
      /Nothing was saved.*no keyring/,
    );
    assert.deepEqual(hostingSettings().bucket, first);
  });
});

describe('the questions of the wizard', () => {
  it('can be answered with what stands in them, and gone back to', async () => {
    const form = formOf(first, secret);
    let asked = 0;
    let end: Asked | undefined;
    const count = (now: BucketForm): readonly Step[] => {
      asked++;
      return stepsOf(now);
    };
    const going = askSteps(form, count, 1).then((result) => (end = result));
    await press('quickInput.accept', () => asked > 3);
    const before = asked;
    await press('workbench.action.quickInputBack', () => asked > before);
    await press('quickInput.accept', () => end !== undefined);
    await going;
    assert.deepEqual(end, { end: 'answered', form });
    assert.ok(asked > stepsOf(form).length + 1, 'a question was asked twice');
  });

  it('are left by Escape, and what was answered is handed back', async () => {
    let end: Asked | undefined;
    const going = askSteps(emptyForm, stepsOf, 0).then((result) => (end = result));
    await press('workbench.action.closeQuickOpen', () => end !== undefined);
    await going;
    assert.deepEqual(end, { end: 'left', form: emptyForm });
  });
});

/** Runs a command of the open box until it has had its effect: a box takes its time to come up. */
async function press(command: string, done: () => boolean): Promise<void> {
  await until(command, async () => {
    if (!done()) await commands.executeCommand(command);
    return done();
  });
}
