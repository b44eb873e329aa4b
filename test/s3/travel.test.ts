import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it, type TestContext } from 'node:test';
import { hasCeph, startBucketServer, type BucketServer } from '../support/ceph.ts';
import { pixel, setUpTravels } from '../support/engine/references.ts';
import { until } from '../support/until.ts';

/** The bucket way whole, as Generate goes it, with a storage that verifies every signature. */
describe('a file on its way through a real bucket', { skip: !hasCeph() }, () => {
  let server: BucketServer;

  before(async () => {
    server = await startBucketServer();
  });

  after(() => server.stop());

  async function setUp(t: TestContext, change: { linkSeconds?: number; publicRead?: boolean } = {}) {
    const name = `travel-${randomUUID()}`;
    const { publicRead = false, linkSeconds = 3600 } = change;
    await server.createBucket(name, { publicRead });
    const bucket = {
      endpoint: server.origin,
      region: 'us-east-1',
      name,
      prefix: 'refs',
      style: 'path',
      accessKeyId: server.accessKeyId,
      linkSeconds,
      ...(publicRead && { publicUrl: `${server.origin}/${name}` }),
    } as const;
    const secret = { secretAccessKey: server.secretAccessKey };
    const travels = setUpTravels(t, server.origin, { ways: ['bucket'], bucket: { bucket, secret } });
    const listed = async (): Promise<number> => {
      const list = await (await server.ask('GET', `${name}?list-type=2`)).text();
      return list.split('<Contents>').length - 1;
    };
    return { ...travels, listed };
  }

  it('is fetched by anybody who has its link, with its type, until the link ends', async (t) => {
    const { live, file } = await setUp(t);
    const url = await live.agree(file('hero 🌊.png'));
    const fetched = await fetch(url);
    assert.equal(fetched.headers.get('content-type'), 'image/png');
    assert.deepEqual(Buffer.from(await fetched.arrayBuffer()), pixel);
    const [address = ''] = url.split('?');
    assert.equal((await fetch(address)).status, 403);
  });

  it('is there once, however often and under whatever name it is sent', async (t) => {
    const { live, file, listed } = await setUp(t);
    await live.agree(file('one.png'));
    const url = await live.resolve(file('two.png'));
    assert.equal((await fetch(url)).status, 200);
    assert.equal(await listed(), 1);
  });

  it('whose link has ended gets a fresh one, without another upload', async (t) => {
    const { live, file, listed } = await setUp(t, { linkSeconds: 1 });
    const first = await live.agree(file('hero.png'));
    await until('the end of the link', async () => (await fetch(first)).status === 403);
    assert.equal((await fetch(await live.resolve(file('hero.png')))).status, 200);
    assert.equal(await listed(), 1);
  });

  it('in a bucket that everybody can read has a plain URL', async (t) => {
    const { live, file } = await setUp(t, { publicRead: true });
    const url = await live.agree(file('hero.png'));
    assert.equal(new URL(url).search, '');
    assert.equal((await fetch(url, { method: 'HEAD' })).status, 200);
  });
});
