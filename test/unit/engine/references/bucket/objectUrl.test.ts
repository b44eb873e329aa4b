import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectKey } from '../../../../../src/engine/references/bucket/objectKey.ts';
import { objectUrl, publicUrl } from '../../../../../src/engine/references/bucket/objectUrl.ts';

const hash = 'ab'.repeat(32);

describe('an object', () => {
  it('is called by what it holds and what kind it is, not by its file', () => {
    assert.equal(objectKey({ prefix: '' }, hash, 'My cat.PNG'), `${hash}.png`);
    assert.equal(objectKey({ prefix: 'some/folder' }, hash, 'clip.of.me.mp4'), `some/folder/${hash}.mp4`);
    assert.equal(objectKey({ prefix: '' }, hash, 'clip.mp4?x=.exe'), hash);
    assert.equal(objectKey({ prefix: '' }, hash, 'no ending'), hash);
  });

  it('stands below its bucket, in the path or before the host', () => {
    const endpoint = 'https://s3.example:9000';
    assert.equal(
      objectUrl({ endpoint, name: 'b', style: 'path' }, 'a/ü+ #%?.png').href,
      `${endpoint}/b/a/%C3%BC%2B%20%23%25%3F.png`,
    );
    assert.equal(
      objectUrl({ endpoint, name: 'my.bkt', style: 'virtualHost' }, 'a').href,
      'https://my.bkt.s3.example:9000/a',
    );
  });

  it('stands below its bucket in the path where that cannot be part of a name', () => {
    for (const [endpoint, name] of [
      ['http://127.0.0.1:9000', 'clips'],
      ['http://[::1]:9000', 'clips'],
      ['https://s3.example', 'evil.example/'],
      ['https://s3.example', 'Upper_Case'],
    ] as const)
      assert.equal(
        objectUrl({ endpoint, name, style: 'virtualHost' }, 'a').href,
        `${endpoint}/${encodeURIComponent(name)}/a`,
      );
  });

  it('stands below a path where the storage has its API there', () => {
    const bucket = { endpoint: 'https://host.example/storage/v1/s3/', name: 'b', style: 'path' } as const;
    assert.equal(objectUrl(bucket, 'a.png').href, 'https://host.example/storage/v1/s3/b/a.png');
  });

  it('stands under the public URL as it does in the bucket', () => {
    assert.equal(publicUrl('https://cdn.example/x/', 'a b/c.png'), 'https://cdn.example/x/a%20b/c.png');
  });
});
