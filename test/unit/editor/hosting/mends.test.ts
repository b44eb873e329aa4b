import assert from 'node:assert/strict';
import test from 'node:test';
import { emptyForm, stepsOf, withService } from '../../../../src/editor/hosting/form.ts';
import { mends } from '../../../../src/editor/hosting/mends.ts';
import { serviceIds } from '../../../../src/editor/hosting/presets.ts';

test('a wrong secret leads to the secret, and to a token only where one was given', () => {
  const form = withService(emptyForm, 'aws');
  assert.deepEqual(mends.secret.steps?.(form), ['secretAccessKey']);
  assert.deepEqual(mends.secret.steps({ ...form, sessionToken: 'token' }), ['secretAccessKey', 'sessionToken']);
});

test('a wrong region leads to the question that the region comes from', () => {
  const first = serviceIds.map((service) => mends.region.steps?.(withService(emptyForm, service))[0]);
  assert.deepEqual(first, ['region', 'account', 'region', 'region', 'region']);
});

test('a mend asks nothing that the service is not asked for', () => {
  for (const service of serviceIds) {
    const form = withService(emptyForm, service);
    const known = stepsOf({ ...form, links: 'signed' });
    for (const [fault, { steps }] of Object.entries(mends))
      for (const step of steps?.(form) ?? []) assert.ok(known.includes(step), `${service} ${fault} ${step}`);
  }
});

test('every fault can be mended or may pass', () => {
  for (const [fault, { steps, again }] of Object.entries(mends)) assert.ok(steps !== undefined || again, fault);
});
