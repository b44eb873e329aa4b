import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentences } from '../../../../src/editor/words/sentences.ts';

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

test('a name in letters of Chinese or Japanese stands in its sentence without the spaces that a Latin one has', () => {
  assert.equal(
    sentences(['画像が サンドボックス の審査を通りませんでした。']),
    '画像がサンドボックスの審査を通りませんでした。',
  );
  assert.equal(sentences(['沙盒 上的帐户没有足够的积分。']), '沙盒上的帐户没有足够的积分。');
  for (const kept of ['service.example の応答', 'リモート ウィンドウ', '샌드박스 계정', 'a b'])
    assert.equal(sentences([kept]), kept);
});
