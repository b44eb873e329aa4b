import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Edit } from '../../../../src/webview/composer/prompt/edit.ts';
import {
  afterEdit,
  current,
  moved,
  repeated,
  stopsOf,
  type Stops,
} from '../../../../src/webview/composer/prompt/stops.ts';

/** A text with a way through it, edited as a person does. */
class Field {
  text: string;
  stops: Stops | undefined;

  constructor(template: string, before = '', behind = '') {
    this.text = before + template + behind;
    this.stops = stopsOf(template, before.length);
  }

  get place(): string | undefined {
    const stop = this.stops && current(this.stops);
    return stop && this.text.slice(stop.start, stop.end);
  }

  edit(edit: Edit): void {
    this.text = this.text.slice(0, edit.start) + edit.text + this.text.slice(edit.end);
    this.stops = this.stops && afterEdit(this.stops, edit);
  }

  /** Types in the place of the one where the person is. */
  fill(text: string): void {
    const stop = this.stops && current(this.stops);
    if (stop !== undefined) this.edit({ start: stop.start, end: stop.end, text });
  }

  tab(by: 1 | -1 = 1): void {
    const again = this.stops && repeated(this.stops, this.text);
    if (again !== undefined) {
      const { start, end, text } = again.edit;
      this.text = this.text.slice(0, start) + text + this.text.slice(end);
      this.stops = again.stops;
    }
    this.stops = this.stops && moved(this.stops, by);
  }
}

test('Tab goes through the places in their order, and the caret ends behind the template', () => {
  const field = new Field('{who} in {where}.', 'Before. ', ' After.');
  assert.equal(field.place, '{who}');
  field.fill('A fox');
  assert.equal(field.place, 'A fox');
  field.tab();
  assert.equal(field.place, '{where}');
  field.fill('the snow');
  assert.equal(field.stops?.end, 'Before. A fox in the snow.'.length);
  field.tab();
  assert.equal(field.stops, undefined);
  assert.equal(field.text, 'Before. A fox in the snow. After.');
});

test('Shift+Tab goes back to what was filled in, and out at the first', () => {
  const field = new Field('{who} in {where}');
  field.fill('A fox');
  field.tab();
  field.tab(-1);
  assert.equal(field.place, 'A fox');
  field.tab(-1);
  assert.equal(field.stops, undefined);
});

test('a place of the same name is filled in with the first, until it has a text of its own', () => {
  const field = new Field('{who} sees {what}; {who} smiles, {who} goes.');
  field.fill('The fox');
  field.tab();
  assert.equal(field.text, 'The fox sees {what}; The fox smiles, The fox goes.');
  assert.equal(field.place, '{what}');
  field.tab();
  assert.equal(field.place, 'The fox');
  field.fill('She');
  field.tab();
  const end = 'The fox sees {what}; She smiles, The fox goes.';
  assert.deepEqual([field.text, field.stops?.end], [end, end.length]);
});

test('typing at the edges of a place belongs to it, also where another begins there', () => {
  const field = new Field('{one}{two}');
  field.fill('a');
  field.edit({ start: 1, end: 1, text: 'b' });
  assert.equal(field.place, 'ab');
  field.tab();
  assert.equal(field.place, '{two}');
});

test('a place that is deleted or cut into is gone, and with the last one the way ends', () => {
  const field = new Field('{one} {two} {three}');
  field.edit({ start: 3, end: 8, text: '' });
  assert.equal(field.place, '{three}');
  field.edit({ start: 0, end: field.text.length, text: '' });
  assert.equal(field.place, undefined);
});

test('a text without places is no way', () => {
  assert.equal(stopsOf('Waves at dusk, {"json": [1]}', 0), undefined);
});

test('the places stay within the text and in their order, whatever is done to it', () => {
  const step = fc.oneof(
    fc.record({ start: fc.nat(40), length: fc.nat(6), text: fc.constantFrom('', 'x', '{who}', 'long words') }),
    fc.constantFrom<1 | -1>(1, -1),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const field = new Field('{who}, {what} and {who}{where}', 'b ', ' a');
      for (const each of steps) {
        if (typeof each === 'number') field.tab(each);
        else {
          const start = Math.min(each.start, field.text.length);
          field.edit({ start, end: Math.min(start + each.length, field.text.length), text: each.text });
        }
        let from = 0;
        for (const stop of field.stops?.all ?? []) {
          assert.ok(from <= stop.start && stop.start <= stop.end && stop.end <= field.text.length);
          from = stop.end;
        }
        if (field.stops !== undefined) {
          assert.ok(current(field.stops));
          assert.ok(field.stops.end <= field.text.length);
        }
      }
    }),
  );
});
