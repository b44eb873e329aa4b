import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRecord, recordOf, recordText } from '../../../../src/engine/clips/clipRecord.ts';
import type { Reference } from '../../../../src/shared/draft.ts';
import { draftOf, jobOf, key } from '../../../support/engine/fixtures.ts';

const sha256 = 'a'.repeat(64);

function url(address: string): Reference {
  return { id: address, name: 'photo.png', kind: 'image', source: { type: 'url', url: address } };
}

const lake: Reference = {
  id: 'lake',
  name: 'lake.png',
  kind: 'image',
  source: { type: 'file', uri: 'file:///home/ada/secret-project/lake.png' },
  publicUrl: 'https://bucket.example/lake.png?X-Amz-Signature=abc',
};

const signed = 'https://media.example/a/photo.png?X-Amz-Signature=abc&token=t#part';

/** A job that was given all that must not travel. */
const job = jobOf({
  state: 'succeeded',
  creditsCharged: 64,
  createdAt: Date.UTC(2026, 0, 2),
  endedAt: Date.UTC(2026, 0, 2, 0, 1),
  hashes: { lake: sha256 },
  outputUrl: 'https://cdn.example/out.mp4?sig=1',
  folder: 'file:///home/ada/secret-project/seedance',
  request: { model: 'm', prompt: 'p', mediaUrls: [signed], webhookUrl: 'https://hook.example/abc' },
  draft: draftOf({
    references: [lake, url(signed)],
    webhookUrl: 'https://hook.example/abc',
    metadata: `{"key": "${key}"}`,
  }),
});

describe('the record of a clip', () => {
  it('says how the clip was made', () => {
    assert.deepEqual(recordOf(job), {
      format: 'seedance.clip',
      version: 1,
      service: 'live',
      model: 'seedance-2.0',
      prompt: 'Waves at dusk',
      aspectRatio: '16:9',
      duration: 5,
      resolution: '720p',
      requestId: 'req_1',
      creditsCharged: 64,
      createdAt: '2026-01-02T00:00:00.000Z',
      endedAt: '2026-01-02T00:01:00.000Z',
      references: [
        { name: 'lake.png', kind: 'image', sha256 },
        { name: 'photo.png', kind: 'image', url: 'https://media.example/a/photo.png' },
      ],
    });
  });

  it('names the clip that it came from, as it can be found elsewhere', () => {
    const from = { job: 'id', way: 'continue', at: 4.9, requestId: 'req_0', clip: '../up/walk.mp4' };
    const { parent } = recordOf(jobOf({ draft: draftOf({ lineage: { shot: 'shot', from } }) }));
    assert.deepEqual(parent, { requestId: 'req_0', name: 'walk.mp4' });
    assert.deepEqual(
      readRecord(recordText(recordOf(jobOf({ draft: draftOf({ lineage: { shot: 's', from } }) }))))?.parent,
      parent,
    );
  });

  it('holds no path, no signature, no webhook, no metadata and no key', () => {
    const text = recordText(recordOf(job));
    for (const secret of ['/home', 'secret-project', 'Signature', 'token', 'hook', key, 'sig=', 'bucket.example', '?'])
      assert.ok(!text.includes(secret), secret);
  });

  it('names no address that only this machine knows', () => {
    for (const address of ['http://127.0.0.1:80/a.png', 'https://localhost/a.png', 'file:///a.png', 'no URL', '']) {
      const { references } = recordOf(jobOf({ draft: draftOf({ references: [url(address)] }) }));
      assert.deepEqual(references, [{ name: 'photo.png', kind: 'image' }], address);
    }
    const withPassword = recordOf(
      jobOf({ draft: draftOf({ references: [url('https://ada:pw@host.example/a.png')] }) }),
    );
    assert.equal(withPassword.references[0]?.url, 'https://host.example/a.png');
  });

  it('is read back as it was written, whatever the prompt holds', () => {
    for (const prompt of ['', 'ü 😀 \u0000 \ud800 </script>"\\', 'x'.repeat(1_000_000), '\u0001'.repeat(1_000_000)]) {
      const record = recordOf({ ...job, draft: { ...job.draft, prompt } });
      assert.deepEqual(readRecord(recordText(record))?.prompt, prompt);
    }
  });
});

describe('the record of a stranger', () => {
  const good = JSON.parse(recordText(recordOf(job))) as Record<string, unknown>;
  const read = (change: Record<string, unknown>) => readRecord(JSON.stringify({ ...good, ...change }));

  it('is none where it is no record', () => {
    for (const text of ['', 'null', '[]', '7', '{}', '{"format":"seedance.clip"}', '['.repeat(100_000)])
      assert.equal(readRecord(text), undefined, text.slice(0, 20));
    for (const change of [
      { format: 'other' },
      { version: 2 },
      { prompt: 7 },
      { model: 'm'.repeat(1000) },
      { duration: '5' },
      { references: 'lake.png' },
      { references: Array.from({ length: 100 }, () => ({ name: 'a.png' })) },
      { references: [{ name: null }] },
    ])
      assert.equal(read(change), undefined, JSON.stringify(change).slice(0, 60));
  });

  it('is read as far as it can be', () => {
    const record = read({
      creditsCharged: 'many',
      createdAt: 'yesterday',
      requestId: { a: 1 },
      parent: 7,
      later: true,
    });
    assert.equal(record?.prompt, 'Waves at dusk');
    assert.deepEqual(
      [record.creditsCharged, record.createdAt, record.requestId, record.parent],
      [undefined, undefined, undefined, undefined],
    );
    assert.equal('later' in record, false);
  });

  it('leads by its names into no other folder', () => {
    for (const [name, base] of [
      ['../../etc/passwd.png', 'passwd.png'],
      ['C:\\Users\\ada\\a.png', 'a.png'],
      ['/a/b/', ''],
    ])
      assert.equal(read({ references: [{ name }] })?.references[0]?.name, base);
  });

  it('leads to no address that has a query, a password, or is not public', () => {
    for (const address of [
      'https://evil.example/a.png?beacon=1',
      'https://a:b@evil.example/a.png',
      'http://evil.example/a.png',
      'https://127.0.0.1/a.png',
      'javascript:alert(1)',
      'file:///etc/passwd',
    ])
      assert.equal(read({ references: [{ name: 'a.png', url: address }] })?.references[0]?.url, undefined, address);
  });
});
