import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Bucket } from '../../../../src/engine/references/bucket/bucket.ts';
import { Uploads } from '../../../../src/engine/references/uploads.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';

const bucket: Bucket = {
  endpoint: 'https://s3.example.com',
  region: 'us-east-1',
  name: 'media',
  prefix: '',
  style: 'path',
  accessKeyId: 'AK',
  linkSeconds: 3600,
};

function setUp(t: TestContext) {
  const path = join(temporaryFolder(t), 'jobs.db');
  const open = (): Uploads => {
    const uploads = new Uploads(path);
    t.after(() => uploads.close());
    return uploads;
  };
  return { open, uploads: open() };
}

const upload = { endpoint: bucket.endpoint, bucket: 'media', key: 'a.png', name: 'hero.png', size: 3, uploadedAt: 10 };

describe('what has left this machine', () => {
  it('is known to every window, until it is removed', (t) => {
    const { uploads, open } = setUp(t);
    uploads.begin(upload);
    uploads.complete(upload, 100);
    uploads.begin({ ...upload, key: 'b.png', uploadedAt: 20 });
    const other = open();
    assert.deepEqual(
      other.list().map(({ key }) => key),
      ['b.png', 'a.png'],
    );
    assert.deepEqual(other.find(bucket, 'a.png'), { ...upload, readableUntil: 100 });
    assert.equal(other.find({ ...bucket, name: 'another' }, 'a.png'), undefined);
    other.forget(upload);
    assert.equal(uploads.find(bucket, 'a.png'), undefined);
  });

  it('is in the list from its first byte on, and counts as there when it is', (t) => {
    const { uploads } = setUp(t);
    uploads.begin(upload);
    assert.equal(uploads.find(bucket, 'a.png'), undefined);
    assert.equal(uploads.list().length, 1);
    uploads.abandon(upload);
    assert.equal(uploads.list().length, 0);
    uploads.begin(upload);
    uploads.complete(upload, 100);
    uploads.begin(upload);
    uploads.abandon(upload);
    assert.equal(uploads.find(bucket, 'a.png')?.readableUntil, 100, 'what was there stays');
    uploads.doubt(upload);
    assert.equal(uploads.find(bucket, 'a.png'), undefined);
    assert.equal(uploads.list().length, 1);
  });

  it('is known where another window put the same there, and failed', (t) => {
    const { uploads, open } = setUp(t);
    const other = open();
    uploads.begin(upload);
    other.begin(upload);
    uploads.abandon(upload);
    other.complete(upload, 100);
    assert.deepEqual(uploads.find(bucket, 'a.png'), { ...upload, readableUntil: 100 });
  });

  it('is readable until the last of its links ends, and for good where one does not end', (t) => {
    const { uploads } = setUp(t);
    const until = (): number | undefined => uploads.find(bucket, 'a.png')?.readableUntil;
    uploads.begin(upload);
    for (const [end, last] of [
      [100, 100],
      [50, 100],
      [200, 200],
      [undefined, undefined],
      [300, undefined],
    ] as const) {
      uploads.complete(upload, end);
      assert.equal(until(), last);
    }
  });

  it('has its URL by content, from each who gave one', (t) => {
    const { uploads } = setUp(t);
    uploads.putUrl('hash', 'typed', 'https://example.com/a.png');
    uploads.putUrl('hash', 'program up', 'https://example.com/b.png');
    uploads.putUrl('hash', 'typed', 'https://example.com/c.png');
    assert.equal(uploads.url('hash', 'typed'), 'https://example.com/c.png');
    assert.equal(uploads.url('hash', 'program up'), 'https://example.com/b.png');
    uploads.forgetUrl('hash', 'typed');
    assert.equal(uploads.url('hash', 'typed'), undefined);
    assert.equal(uploads.url('other', 'program up'), undefined);
  });
});

describe('an agreement for good', () => {
  it('lasts until all are taken back', (t) => {
    const { uploads, open } = setUp(t);
    uploads.consent('bucket a', 1);
    uploads.consent('bucket a', 2);
    uploads.consent('bucket b', 3);
    assert.deepEqual([...open().consents()].sort(), ['bucket a', 'bucket b']);
    assert.equal(uploads.forgetConsents(), 2);
    assert.equal(open().consents().size, 0);
  });
});
