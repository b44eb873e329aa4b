import assert from 'node:assert/strict';
import test from 'node:test';
import { readAddress } from '../../../../src/editor/hosting/address.ts';

const account = '0123456789abcdef0123456789abcdef';

const addresses: readonly (readonly [what: string, text: string, address: ReturnType<typeof readAddress>])[] = [
  ['an address is an origin', ' https://s3.example.com/ ', { endpoint: 'https://s3.example.com' }],
  ['a port is kept', 'https://minio.example.com:9000', { endpoint: 'https://minio.example.com:9000' }],
  ['without a scheme TLS is meant', 's3.example.com', { endpoint: 'https://s3.example.com' }],
  ['without a scheme this machine has no TLS', 'localhost:9000', { endpoint: 'http://localhost:9000' }],
  [
    'a bucket in the path is split off',
    'https://s3.example.com/media/',
    { endpoint: 'https://s3.example.com', bucket: 'media', style: 'path' },
  ],
  [
    'a bucket before the host of AWS is split off, dots and all',
    'https://my.media.s3.eu-central-1.amazonaws.com',
    {
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      bucket: 'my.media',
      style: 'virtualHost',
    },
  ],
  [
    'the region of AWS is read',
    's3.cn-north-1.amazonaws.com.cn',
    { endpoint: 'https://s3.cn-north-1.amazonaws.com.cn', region: 'cn-north-1' },
  ],
  [
    'the region of B2 is read',
    's3.us-west-004.backblazeb2.com',
    { endpoint: 'https://s3.us-west-004.backblazeb2.com', region: 'us-west-004' },
  ],
  [
    'the address that R2 shows has the bucket in its path',
    `https://${account}.r2.cloudflarestorage.com/media`,
    { endpoint: `https://${account}.r2.cloudflarestorage.com`, bucket: 'media', style: 'path' },
  ],
  [
    'a jurisdiction of R2 is no bucket',
    `https://${account}.eu.r2.cloudflarestorage.com`,
    { endpoint: `https://${account}.eu.r2.cloudflarestorage.com` },
  ],
  [
    'the first label of a host that nobody knows is no bucket',
    'https://media.s3.example.com',
    { endpoint: 'https://media.s3.example.com' },
  ],
  ['plain http goes to this machine only', 'http://s3.example.com', 'notHttps'],
  ['another scheme is refused', 's3://media', 'notHttps'],
  ['a password is refused', 'https://AKIA:secret@s3.example.com', 'addressWithPassword'],
  ['a longer path is refused', 'https://example.com/buckets/media', 'addressWithPath'],
  ['a query is refused', 'https://s3.example.com/?x=1', 'addressWithPath'],
  ['words are no address', 'my own server', 'notAddress'],
];

for (const [what, text, address] of addresses) {
  test(what, () => {
    assert.deepEqual(readAddress(text), address);
  });
}
