import assert from 'node:assert/strict';
import test from 'node:test';
import type { Bucket } from '../../../../src/engine/references/bucket/bucket.ts';
import {
  bucketOf,
  emptyForm,
  formOf,
  secretOf,
  stepsOf,
  withService,
  type BucketForm,
} from '../../../../src/editor/hosting/form.ts';
import { serviceOf } from '../../../../src/editor/hosting/presets.ts';

const bucket: Bucket = {
  endpoint: 'https://s3.eu-central-1.amazonaws.com',
  region: 'eu-central-1',
  name: 'media',
  prefix: 'seedance',
  style: 'virtualHost',
  accessKeyId: 'AKIA1',
  linkSeconds: 86_400,
};

test('a bucket that is set up comes back from its form as it was', () => {
  const secret = { secretAccessKey: 'secret', sessionToken: 'token' };
  const form = formOf(bucket, secret);
  assert.deepEqual([bucketOf(form), secretOf(form)], [bucket, secret]);
  const open: Bucket = { ...bucket, publicUrl: 'https://media.example.com', linkSeconds: 3600 };
  assert.deepEqual(bucketOf(formOf(open, undefined)), open);
});

test('each service asks only for what its preset does not know', () => {
  const rest = ['name', 'prefix', 'accessKeyId', 'secretAccessKey'];
  const steps = (['aws', 'r2', 'minio', 'b2', 'other'] as const).map((service) =>
    stepsOf(withService(emptyForm, service)).join(' '),
  );
  assert.deepEqual(steps, [
    ['region', ...rest, 'sessionToken links linkHours'].join(' '),
    ['account', ...rest, 'links linkHours'].join(' '),
    ['endpoint region', ...rest, 'sessionToken links linkHours'].join(' '),
    ['region', ...rest, 'links linkHours'].join(' '),
    ['endpoint region style', ...rest, 'sessionToken links linkHours'].join(' '),
  ]);
});

test('a public bucket is asked for its address, and not for how long a link lives', () => {
  assert.deepEqual(stepsOf({ ...emptyForm, links: 'public' }).slice(-2), ['links', 'publicUrl']);
});

test('another service keeps the answers, but not the place of the one before', () => {
  const form: BucketForm = { ...formOf(bucket, { secretAccessKey: 'secret' }), prefix: 'mine' };
  const { endpoint, region, style, name, prefix, secretAccessKey } = withService(form, 'r2');
  assert.deepEqual([endpoint, region, style], ['', 'auto', 'path']);
  assert.deepEqual([name, prefix, secretAccessKey], ['media', 'mine', 'secret']);
  assert.equal(withService(form, 'aws'), form);
});

test('a name with dots goes into the path at AWS, whose certificate does not cover it', () => {
  assert.equal(bucketOf(formOf({ ...bucket, name: 'my.media' }, undefined)).style, 'path');
});

test('a token of the service before is not sent to one that has none', () => {
  const form = formOf(bucket, { secretAccessKey: 'secret', sessionToken: 'token' });
  assert.deepEqual(secretOf(withService(form, 'b2')), { secretAccessKey: 'secret' });
});

test('a service is known by its endpoint, and only by the one that its preset makes', () => {
  assert.equal(serviceOf(bucket), 'aws');
  assert.equal(serviceOf({ ...bucket, endpoint: 'https://s3.amazonaws.com' }), 'other');
  assert.equal(serviceOf({ endpoint: 'https://s3.us-west-004.backblazeb2.com', region: 'us-west-004' }), 'b2');
  assert.equal(serviceOf({ endpoint: 'https://abc.r2.cloudflarestorage.com', region: 'auto' }), 'r2');
  assert.equal(serviceOf({ endpoint: 'https://evil.example/.r2.cloudflarestorage.com', region: 'auto' }), 'other');
  assert.equal(serviceOf({ endpoint: 'https://minio.example.com:9000', region: 'us-east-1' }), 'other');
});
