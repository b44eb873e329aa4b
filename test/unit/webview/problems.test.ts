import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComposerState, TravelWay } from '../../../src/shared/composerMessages.ts';
import { documentedCapabilities } from '../../../src/shared/capabilities.ts';
import { onePlan } from '../../../src/shared/plan.ts';
import type { Problem } from '../../../src/shared/problem.ts';
import { allShownErrors, errors, shownErrors, warnings } from '../../../src/webview/composer/problems.ts';

const emptyPrompt: Problem = { field: 'prompt', severity: 'error', message: 'Say what should happen.' };
const noUrl: Problem = { field: 'mediaUrls', index: 0, severity: 'error', message: 'Give a public URL.' };
const badModel: Problem = { field: 'model', severity: 'error', message: 'Not offered.' };
const plainHttp: Problem = { field: 'webhookUrl', severity: 'warning', message: 'Plain http.' };

function page(
  problems: Problem[],
  over: { tried?: boolean; touched?: string[]; typed?: string; way?: TravelWay } = {},
) {
  const settings = {
    prompt: '',
    model: 'seedance-2.0',
    aspectRatio: '16:9',
    duration: 6,
    resolution: '720p',
    webhookUrl: '',
    metadata: '',
    fileName: '',
  };
  const state: ComposerState = {
    draft: {
      ...settings,
      id: 'draft',
      references: [{ id: 'one', name: 'a.png', source: { type: 'file', uri: 'file:///a.png' } }],
    },
    edit: 0,
    capabilities: documentedCapabilities,
    plan: onePlan,
    mode: 'firstFrame',
    tokens: ['[Image 1]'],
    travel: [{ referenceId: 'one', way: over.way ?? 'needsUrl', text: 'needs a public URL' }],
    problems,
    kept: true,
    notices: [],
    price: '',
    sandbox: false,
    host: 'example.com',
    phase: 'editing',
  };
  return {
    state,
    settings,
    typedUrls: new Map(over.typed === undefined ? [] : [['one', over.typed]]),
    touched: new Set(over.touched),
    tried: over.tried ?? false,
  };
}

test('the errors that are counted are those that are shown', () => {
  const problems = [emptyPrompt, noUrl, badModel, plainHttp];
  assert.deepEqual(allShownErrors(page(problems)), [badModel]);
  assert.deepEqual(allShownErrors(page(problems, { tried: true })), [noUrl, emptyPrompt, badModel]);
});

test('a fresh page does not scold for what was never filled', () => {
  const fresh = page([emptyPrompt, noUrl]);
  assert.deepEqual(shownErrors(fresh, 'prompt'), []);
  assert.deepEqual(shownErrors(fresh, 'mediaUrls', 0), []);
});

test('once Generate was tried, everything that stops it is shown', () => {
  const tried = page([emptyPrompt, noUrl], { tried: true });
  assert.deepEqual(shownErrors(tried, 'prompt'), [emptyPrompt]);
  assert.deepEqual(shownErrors(tried, 'mediaUrls', 0), [noUrl]);
});

test('a field that was filled and emptied again is shown as wrong', () => {
  assert.deepEqual(shownErrors(page([emptyPrompt], { touched: ['prompt'] }), 'prompt'), [emptyPrompt]);
  assert.deepEqual(shownErrors(page([noUrl], { typed: 'ftp://x' }), 'mediaUrls', 0), [noUrl]);
});

test('what is wrong though it is filled is shown at once', () => {
  assert.deepEqual(shownErrors(page([badModel]), 'model'), [badModel]);
});

test('an error of one reference is not shown for all of them', () => {
  assert.deepEqual(shownErrors(page([noUrl], { tried: true }), 'mediaUrls'), []);
});

test('an error of a reference that is gone is shown for all of them', () => {
  const stray = { ...noUrl, index: -1 };
  assert.deepEqual(shownErrors(page([stray]), 'mediaUrls'), [stray]);
});

test('errors come in the order of the page and warnings stop nothing', () => {
  const full = page([badModel, plainHttp, emptyPrompt, noUrl]);
  assert.deepEqual(errors(full), [noUrl, emptyPrompt, badModel]);
  assert.deepEqual(warnings(full), [plainHttp]);
});

test('a reference that is still looked at has no errors yet, and does not stop Generate', () => {
  const checking = page([noUrl, badModel], { way: 'checking', tried: true });
  assert.deepEqual(shownErrors(checking, 'mediaUrls', 0), []);
  assert.deepEqual(errors(checking), [badModel]);
  assert.deepEqual(errors(page([noUrl], { way: 'noWay' })), [noUrl]);
});

test('where no URL can be typed in, a fresh page says at once that no way is open', () => {
  assert.deepEqual(shownErrors(page([noUrl], { way: 'noWay' }), 'mediaUrls', 0), [noUrl]);
});

test('what can be mended is said at once, whether or not a URL was typed in', () => {
  const action = { type: 'copy', copy: { referenceId: 'one', mime: 'image/png', width: 640, height: 480 } } as const;
  const mendable: Problem = { ...noUrl, message: 'Too small.', mend: { label: 'Resize a copy', action } };
  assert.deepEqual(shownErrors(page([noUrl, mendable]), 'mediaUrls', 0), [mendable]);
});
