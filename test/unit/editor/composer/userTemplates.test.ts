import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { userTemplates } from '../../../../src/editor/composer/prompt/userTemplates.ts';

test('texts under names are templates, without the white space around them', () => {
  assert.deepEqual(userTemplates({ 'Golden hour': ' golden hour, {lens}\n' }), {
    templates: [{ name: 'Golden hour', text: 'golden hour, {lens}' }],
    bad: [],
  });
  for (const empty of [undefined, {}]) assert.deepEqual(userTemplates(empty), { templates: [], bad: [] });
});

test('what cannot be used is named with its reason, and the others can', () => {
  const { templates, bad } = userTemplates({
    Good: 'x',
    Number: 7,
    Nothing: null,
    Empty: ' ',
    ' ': 'x',
    Long: 'x'.repeat(20_001),
  });
  assert.deepEqual(templates, [{ name: 'Good', text: 'x' }]);
  assert.deepEqual(
    bad.map(({ name, reason }) => [name, reason]),
    [
      ['Number', 'it is no text'],
      ['Nothing', 'it is no text'],
      ['Empty', 'it is empty'],
      [' ', 'it has no name'],
      ['Long', 'it has more than 20,000 characters'],
    ],
  );
});

test('a value of another shape is named as a whole', () => {
  for (const value of ['text', 7, null, ['a'], true])
    assert.deepEqual(
      userTemplates(value).bad.map(({ name }) => name),
      [''],
      JSON.stringify(value),
    );
});

test('anything can stand there, also names that mean something to JavaScript, and there are not too many', () => {
  const hostile = JSON.parse('{"__proto__": "x", "constructor": "y"}') as unknown;
  assert.deepEqual(
    userTemplates(hostile).templates.map(({ name }) => name),
    ['__proto__', 'constructor'],
  );
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`t${index}`, 'x']));
  assert.deepEqual([userTemplates(many).templates.length, userTemplates(many).bad.length], [200, 100]);
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const { name, text } of userTemplates(value).templates) assert.ok(name.trim() !== '' && text !== '');
    }),
  );
});
