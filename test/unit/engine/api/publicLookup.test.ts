import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { describe, it } from 'node:test';
import { isInside, publicLookup } from '../../../../src/engine/api/publicLookup.ts';
import { Transport } from '../../../../src/engine/api/transport.ts';

const inside = [
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
  ...['172.31.255.255', '192.168.1.1', '::', '::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%eth0'],
  ...['::ffff:10.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254', '', 'example.com', '300.1.1.1'],
];
const outside = [
  '1.1.1.1',
  '100.63.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.167.0.1',
  '2606:4700::1111',
  '::ffff:1.1.1.1',
];

function lookUp(name: string, all: boolean): Promise<{ error: Error | null; address: string | LookupAddress[] }> {
  return new Promise((resolve) => publicLookup(name, { all }, (error, address) => resolve({ error, address })));
}

describe('an address', () => {
  it('of a private network, of this machine, or that is none, is inside', () => {
    for (const address of inside) assert.equal(isInside(address), true, address);
    for (const address of outside) assert.equal(isInside(address), false, address);
  });
});

describe('looking up the name of a stranger', () => {
  it('refuses a name that leads to this machine', async () => {
    for (const all of [true, false]) {
      const { error } = await lookUp('localhost', all);
      assert.match(error?.message ?? '', /localhost leads to .*, which is not public/);
    }
  });

  it('hands on that there is no such name', async () => {
    const { error } = await lookUp('nowhere.invalid', true);
    assert.ok(error !== null && 'code' in error);
  });

  it('answers with all addresses or with the first, as it is asked', async () => {
    // A literal address is its own answer, so this needs no network.
    assert.deepEqual((await lookUp('1.1.1.1', true)).address, [{ address: '1.1.1.1', family: 4 }]);
    assert.equal((await lookUp('1.1.1.1', false)).address, '1.1.1.1');
  });
});

describe('a way to the host of a stranger', () => {
  it('is closed to private addresses, by name or in the URL itself, with a proxy or without', async (t) => {
    for (const proxy of [undefined, 'http://127.0.0.1:9']) {
      const transport = new Transport({ strictSSL: true, ...(proxy !== undefined && { proxy }) });
      t.after(() => transport.close());
      for (const host of ['10.0.0.1', '169.254.169.254', '192.168.0.1', '[fd00::1]', '[::ffff:10.0.0.1]']) {
        const origin = `https://${host}`;
        const call = transport.pooled(origin, 'foreign').request({ origin, path: '/', method: 'GET' });
        await assert.rejects(call, /is not public/, host);
      }
    }
  });
});
