import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { DraftSettings } from '../../../src/shared/draft.ts';
import { DraftSync } from '../../../src/webview/composer/draftSync.ts';

const settings: DraftSettings = {
  prompt: '',
  model: 'seedance-2.0',
  aspectRatio: '16:9',
  duration: 6,
  resolution: '720p',
  webhookUrl: '',
  metadata: '',
  fileName: '',
};

function begin(edit = 0) {
  const sent: { edit: number; settings: Partial<DraftSettings> }[] = [];
  const sync = new DraftSync(settings, edit, (edit, settings) => sent.push({ edit, settings }));
  return { sync, sent };
}

test('a state that is behind undoes nothing that was typed', () => {
  const { sync } = begin();
  sync.type({ prompt: 'A candle' });
  sync.receive(settings, 0);
  assert.equal(sync.settings.prompt, 'A candle');
  sync.flush();
  sync.receive(settings, 0);
  assert.equal(sync.settings.prompt, 'A candle');
});

test('the state that knows the last edit is taken over, with what the host changed in it', () => {
  const { sync, sent } = begin();
  sync.pick({ model: 'seedance-1.5-pro' });
  sync.receive({ ...settings, model: 'seedance-1.5-pro', duration: 5 }, sent[0]?.edit ?? 0);
  assert.equal(sync.settings.duration, 5);
});

test('what is typed while an answer is under way stays, and the answer to it settles all', () => {
  const { sync, sent } = begin();
  sync.pick({ model: 'seedance-1.5-pro' });
  sync.type({ prompt: 'Waves' });
  sync.receive({ ...settings, model: 'seedance-1.5-pro', duration: 5 }, 1);
  assert.equal(sync.settings.prompt, 'Waves');
  sync.flush();
  assert.deepEqual(sent[1], { edit: 2, settings: { prompt: 'Waves' } });
  sync.receive({ ...settings, model: 'seedance-1.5-pro', duration: 5, prompt: 'Waves' }, 2);
  assert.equal(sync.settings.duration, 5);
});

test('the first key is sent at once, and what follows within 30 ms is gathered and sent as one edit', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { sync, sent } = begin();
  sync.type({ prompt: 'W' });
  assert.deepEqual(sent, [{ edit: 1, settings: { prompt: 'W' } }]);
  context.mock.timers.tick(20);
  sync.type({ prompt: 'Wa' });
  sync.type({ fileName: 'waves' });
  assert.equal(sent.length, 1);
  context.mock.timers.tick(10);
  assert.deepEqual(sent.slice(1), [{ edit: 2, settings: { prompt: 'Wa', fileName: 'waves' } }]);
  sync.type({ prompt: 'Wav' });
  assert.equal(sent.length, 2);
  context.mock.timers.tick(30);
  assert.deepEqual(sent.slice(2), [{ edit: 3, settings: { prompt: 'Wav' } }]);
  context.mock.timers.tick(30);
  sync.type({ prompt: 'Wave' });
  assert.deepEqual(sent.slice(3), [{ edit: 4, settings: { prompt: 'Wave' } }]);
});

test('a request that carries all fields has the latest number and leaves nothing to be sent', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { sync, sent } = begin();
  sync.type({ prompt: 'Dus' });
  sync.type({ prompt: 'Dusk' });
  assert.deepEqual(sync.claim(), { edit: 2, settings: { ...settings, prompt: 'Dusk' } });
  context.mock.timers.tick(1000);
  assert.deepEqual(sent, [{ edit: 1, settings: { prompt: 'Dus' } }]);
  assert.equal(sync.isKnownAt(1), false);
  assert.equal(sync.isKnownAt(2), true);
});

test('a page that comes after another one counts on', () => {
  const { sync, sent } = begin(17);
  sync.pick({ resolution: '480p' });
  assert.equal(sent[0]?.edit, 18);
});

test('flushing with nothing typed sends nothing', () => {
  const send = mock.fn();
  new DraftSync(settings, 0, send).flush();
  assert.equal(send.mock.callCount(), 0);
});
