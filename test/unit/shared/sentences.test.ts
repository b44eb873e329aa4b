import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentences } from '../../../src/shared/sentences.ts';

test('sentences follow each other as their language sets them', () => {
  assert.equal(sentences([]), '');
  assert.equal(sentences(['One.', 'Two?', 'Three']), 'One. Two? Three');
  assert.equal(
    sentences(['審査を通りませんでした。', '課金されていません。']),
    '審査を通りませんでした。課金されていません。',
  );
  assert.equal(sentences(['未收费。', 'Seedance 2.0']), '未收费。Seedance 2.0');
  assert.equal(sentences(['실패했습니다.', '청구되지 않았습니다.']), '실패했습니다. 청구되지 않았습니다.');
});
