import assert from 'node:assert/strict';
import { Keyring } from '../../src/editor/keyring.ts';
import { SafeLog } from '../../src/editor/log.ts';
import { defaultBaseUrl, Settings } from '../../src/editor/settings.ts';
import { Secrets } from './secrets.ts';

describe('the keyring', () => {
  let secrets: Secrets;
  let keyring: Keyring;
  const log = new SafeLog('Keyring test');

  after(() => log.dispose());

  beforeEach(() => {
    secrets = new Secrets();
    keyring = new Keyring(secrets, new Settings(), log);
  });

  afterEach(() => {
    delete process.env['SEEDANCE_API_KEY'];
    keyring.dispose();
  });

  it('gives a key only for the origin that it was entered for', async () => {
    await secrets.store(`key:${defaultBaseUrl}`, 'sd2_live_one');
    assert.equal(await keyring.get(defaultBaseUrl), 'sd2_live_one');
    assert.equal(await keyring.get('https://evil.example'), undefined);
  });

  it('honours the key of the environment where none is stored, and never stores it', async () => {
    process.env['SEEDANCE_API_KEY'] = ' sd2_live_env ';
    assert.equal(await keyring.get(defaultBaseUrl), 'sd2_live_env');
    assert.deepEqual(await secrets.keys(), []);
    await secrets.store(`key:${defaultBaseUrl}`, 'sd2_live_stored');
    assert.equal(await keyring.get(defaultBaseUrl), 'sd2_live_stored');
  });

  it('gives the key of the environment to no other service than the one in use', async () => {
    process.env['SEEDANCE_API_KEY'] = 'sd2_live_env';
    assert.equal(await keyring.get('https://old.example'), undefined);
  });

  it('tells of a key that was set or cleared, and of no other secret', async () => {
    let told = 0;
    keyring.onDidChange(() => told++);
    await secrets.store(`key:${defaultBaseUrl}`, 'sd2_live_one');
    await secrets.store('something else', 'x');
    await keyring.clear(defaultBaseUrl);
    assert.equal(told, 2);
    assert.equal(await keyring.get(defaultBaseUrl), undefined);
  });

  it('keeps a key out of the log that was read before its first line', async () => {
    const fresh = new SafeLog('Fresh log test');
    const reader = new Keyring(secrets, new Settings(), fresh);
    try {
      await secrets.store(`key:${defaultBaseUrl}`, 'sd2_live_early');
      await reader.get(defaultBaseUrl);
      fresh.warn('it quotes sd2_live_early');
      const { recent } = await fresh.lines();
      assert.match(recent.at(-1) ?? '', /it quotes …$/);
    } finally {
      reader.dispose();
      fresh.dispose();
    }
  });
});
