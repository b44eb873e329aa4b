import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { shownIn, take, type Fault } from '../../../../src/editor/hosting/answers.ts';
import { emptyForm, withService, type BucketForm, type TextStep } from '../../../../src/editor/hosting/form.ts';
import type { ServiceId } from '../../../../src/editor/hosting/presets.ts';

const account = '0123456789abcdef0123456789abcdef';

function taken(service: ServiceId, step: TextStep, text: string, more: Partial<BucketForm> = {}): BucketForm {
  const form = take(step, text, { ...withService(emptyForm, service), ...more });
  assert.ok(typeof form === 'object', `${text}: ${typeof form === 'string' ? form : ''}`);
  return form;
}

function refused(service: ServiceId, step: TextStep, fault: Fault, ...texts: readonly string[]): void {
  for (const text of texts) assert.equal(take(step, text, withService(emptyForm, service)), fault, text);
}

describe('where the service is', () => {
  test('a region of AWS gives its endpoint', () => {
    const { endpoint, region, style } = taken('aws', 'region', ' EU-Central-1 ');
    assert.deepEqual(
      [endpoint, region, style],
      ['https://s3.eu-central-1.amazonaws.com', 'eu-central-1', 'virtualHost'],
    );
    assert.equal(taken('aws', 'region', 'cn-north-1').endpoint, 'https://s3.cn-north-1.amazonaws.com.cn');
  });

  test('an address of AWS gives region and bucket', () => {
    const { region, name } = taken('aws', 'region', 'https://media.s3.us-gov-west-1.amazonaws.com');
    assert.deepEqual([region, name], ['us-gov-west-1', 'media']);
  });

  test('an availability zone, a sentence and another provider’s address are no region', () => {
    refused('aws', 'region', 'region', 'eu-central-1a', 'Frankfurt', 's3.us-west-004.backblazeb2.com', 'auto');
    refused('b2', 'region', 'region', 'us-west-1', 'eu central 003', 's3.eu-central-1.amazonaws.com');
    refused('other', 'region', 'region', 'eu central');
  });

  test('the endpoint that B2 shows gives its region', () => {
    const { endpoint, region, style } = taken('b2', 'region', 's3.us-west-004.backblazeb2.com');
    assert.deepEqual([endpoint, region, style], ['https://s3.us-west-004.backblazeb2.com', 'us-west-004', 'path']);
  });

  test('an account of R2 gives its endpoint, and the other way round', () => {
    const form = taken('r2', 'account', account.toUpperCase());
    assert.equal(form.endpoint, `https://${account}.r2.cloudflarestorage.com`);
    assert.equal(form.region, 'auto');
    assert.equal(shownIn('account', form), account);
    const pasted = taken('r2', 'account', `https://${account}.eu.r2.cloudflarestorage.com/media`);
    assert.equal(shownIn('account', pasted), `${account}.eu`);
    assert.equal(pasted.name, 'media');
    refused('r2', 'account', 'account', 'me@example.com', 'abc', 'https://s3.example.com');
  });

  test('of a pasted endpoint what it says is taken, and what it does not say is kept', () => {
    const kept = taken('other', 'endpoint', 'https://s3.example.com', { name: 'mine', region: 'here' });
    assert.deepEqual([kept.name, kept.region, kept.style], ['mine', 'here', 'path']);
    const pasted = taken('other', 'endpoint', 'https://media.fra1.digitaloceanspaces.com', { name: 'mine' });
    assert.deepEqual(
      [pasted.endpoint, pasted.name, pasted.region, pasted.style],
      ['https://fra1.digitaloceanspaces.com', 'media', 'fra1', 'virtualHost'],
    );
  });
});

describe('what the bucket is called', () => {
  test('names by the rules of S3 are taken', () => {
    for (const name of ['abc', 'my-media', 'my.media.2', 'a'.repeat(63)])
      assert.equal(taken('aws', 'name', ` ${name} `).name, name);
  });

  test('names that no bucket can have are refused', () => {
    const names = [
      'ab',
      'My-Media',
      'my media',
      'my_media',
      '-media',
      'media-',
      'a..b',
      '192.168.0.1',
      'a'.repeat(64),
      'a/b',
    ];
    refused('aws', 'name', 'name', ...names);
    refused('r2', 'name', 'name', 'my.media');
  });

  test('old names with capitals live on where the name stands in the path', () => {
    assert.equal(taken('other', 'name', 'My_Media').name, 'My_Media');
    assert.equal(take('name', 'My_Media', { ...emptyForm, style: 'virtualHost' }), 'name');
    refused('other', 'name', 'name', '...', 'a/b');
  });

  test('a folder loses its outer slashes, and may be none', () => {
    assert.equal(taken('aws', 'prefix', '/a b//c/').prefix, 'a b/c');
    assert.equal(taken('aws', 'prefix', '').prefix, '');
    assert.equal(taken('aws', 'prefix', '/').prefix, '');
    refused('aws', 'prefix', 'prefix', '../up', 'a/./b', 'a\\b', 'a\u202eb', 'a'.repeat(201));
  });
});

describe('keys and links', () => {
  test('keys lose the spaces around them, and have none inside', () => {
    assert.equal(taken('aws', 'secretAccessKey', ' a/b+c= \n').secretAccessKey, 'a/b+c=');
    for (const step of ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const) {
      refused('aws', step, 'key', 'two words', 'schlüssel');
    }
    refused('aws', 'accessKeyId', 'empty', '', ' ');
  });

  test('a session token may be left out, but not for a temporary key', () => {
    assert.equal(taken('aws', 'sessionToken', '', { accessKeyId: 'AKIA1', sessionToken: 'old' }).sessionToken, '');
    assert.equal(take('sessionToken', '', { ...withService(emptyForm, 'aws'), accessKeyId: 'ASIA1' }), 'tokenNeeded');
  });

  test('a link lives from an hour to a week', () => {
    assert.equal(taken('aws', 'linkHours', '168').linkHours, '168');
    refused('aws', 'linkHours', 'hours', '0', '169', '-1', 'day', '1e3', 'NaN', 'Infinity');
  });

  test('a public address is fetched by strangers, so it has TLS, no password and no query', () => {
    assert.equal(taken('r2', 'publicUrl', 'https://media.example.com/x/').publicUrl, 'https://media.example.com/x');
    assert.equal(taken('r2', 'publicUrl', 'media.example.com').publicUrl, 'https://media.example.com');
    refused('r2', 'publicUrl', 'publicNotHttps', 'http://media.example.com', 'https://a:b@example.com', 'my media');
    refused('r2', 'publicUrl', 'publicWithQuery', 'https://media.example.com/?a=1', 'https://media.example.com/#a');
  });
});
