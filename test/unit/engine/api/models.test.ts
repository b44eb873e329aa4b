import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyModels } from '../../../../src/engine/api/models.ts';
import { documentedCapabilities as documented } from '../../../../src/shared/capabilities.ts';

const [pro, fast, cheap] = documented;
const offer = (...items: unknown[]): ReturnType<typeof applyModels> => applyModels(documented, items);

describe('the reply about the models', () => {
  it('changes nothing where it offers what is documented', () => {
    assert.deepEqual(
      offer({ id: 'seedance-2.0' }, { id: 'seedance-2.0-fast' }, { id: 'seedance-1.5-pro' }),
      documented,
    );
  });

  it('narrows: a model that is not offered goes', () => {
    assert.deepEqual(offer({ id: 'seedance-2.0-fast' }), [fast]);
  });

  it('narrows the choices of a model', () => {
    const [model] = offer({ id: 'seedance-2.0', durations: [10, 5, 5], aspectRatios: ['1:1'], resolutions: ['720p'] });
    assert.deepEqual(model, { ...pro, durations: [5, 10], aspectRatios: ['1:1'], resolutions: ['720p'] });
  });

  it('widens the choices of a model', () => {
    const [model] = offer({ id: 'seedance-1.5-pro', durations: { min: 2, max: 4 }, resolutions: ['480p', '4k'] });
    assert.deepEqual(model, { ...cheap, durations: [2, 3, 4], resolutions: ['480p', '4k'] });
  });

  it('widens by a new model, at the end, where all its choices can be read', () => {
    const choices = { durations: [5], aspectRatios: ['16:9'], resolutions: ['4k'] };
    const models = offer({ id: 'seedance-3.0', name: 'Seedance 3.0', ...choices }, { model: 'seedance-2.0' });
    assert.deepEqual(models, [pro, { id: 'seedance-3.0', label: 'Seedance 3.0', ...choices }]);
    assert.deepEqual(offer({ id: 'seedance-3.0', durations: [5] }, { id: 'seedance-2.0' }), [pro]);
  });

  it('calls a new model without a name by its id', () => {
    const choices = { durations: [5], aspectRatios: ['16:9'], resolutions: ['4k'] };
    assert.equal(offer({ id: 'x', ...choices }, { id: 'seedance-2.0' })[1]?.label, 'x');
  });

  it('keeps the documented order and names, the default first', () => {
    const models = offer({ id: 'seedance-1.5-pro', name: 'Cheap' }, { id: 'seedance-2.0', name: 'Best' });
    assert.deepEqual(models, [pro, cheap]);
  });

  it('is ignored field by field where it cannot be read', () => {
    const odd = [undefined, null, 'all', [], [0], [5.5], ['5'], [601], { min: 8, max: 4 }, { min: 1, max: 1e9 }];
    for (const durations of odd)
      assert.deepEqual(offer({ id: 'seedance-2.0', durations }), [pro], JSON.stringify(durations));
    for (const words of [null, '16:9', [], [''], [5], ['x'.repeat(41)], Array.from({ length: 51 }, String)])
      assert.deepEqual(offer({ id: 'seedance-2.0', aspectRatios: words, resolutions: words }), [pro]);
  });

  it('is ignored as a whole where it names none of the models that we know', () => {
    const choices = { durations: [5], aspectRatios: ['16:9'], resolutions: ['4k'] };
    for (const items of [
      [],
      [null, 5, 'seedance-2.0', []],
      [{ title: 'seedance-2.0' }],
      [{ id: 'dall-e', ...choices }],
    ])
      assert.equal(applyModels(documented, items), documented);
  });
});
