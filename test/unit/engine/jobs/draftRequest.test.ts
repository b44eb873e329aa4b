import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkDraft, jobIdField, requestOf, withJobId } from '../../../../src/engine/jobs/draftRequest.ts';
import { documentedCapabilities } from '../../../../src/shared/capabilities.ts';
import type { Draft, Reference } from '../../../../src/shared/draft.ts';
import type { Problem } from '../../../../src/shared/problem.ts';
import { draftOf } from '../../../support/engine/fixtures.ts';

function check(draft: Partial<Draft>, urls: readonly (string | undefined)[] = []): Problem[] {
  return checkDraft(draftOf(draft), urls, documentedCapabilities, 'https://www.seedance2.ink');
}

function file(name: string): Reference {
  return { id: name, name, source: { type: 'file', uri: `file:///${name}` } };
}

describe('the request of a draft', () => {
  it('leaves out what is empty', () => {
    assert.deepEqual(requestOf(draftOf(), []), {
      model: 'seedance-2.0',
      prompt: 'Waves at dusk',
      aspectRatio: '16:9',
      duration: 5,
      resolution: '720p',
    });
    assert.deepEqual(requestOf(draftOf({ webhookUrl: ' ', metadata: '\n' }), []), requestOf(draftOf(), []));
  });

  it('carries media in their order, the webhook trimmed and the metadata parsed', () => {
    const draft = draftOf({ webhookUrl: ' https://example.com/hook ', metadata: '{"shot": 12}' });
    const { mediaUrls, webhookUrl, metadata } = requestOf(draft, ['https://b/2.png', 'https://a/1.png']);
    assert.deepEqual(mediaUrls, ['https://b/2.png', 'https://a/1.png']);
    assert.equal(webhookUrl, 'https://example.com/hook');
    assert.deepEqual(metadata, { shot: 12 });
  });

  it('carries our job’s id beside the user’s own metadata', () => {
    const request = requestOf(draftOf({ metadata: '{"shot": 12}' }), []);
    assert.deepEqual(withJobId(request, 'job-1').metadata, { shot: 12, [jobIdField]: 'job-1' });
    assert.deepEqual(withJobId(requestOf(draftOf(), []), 'job-1').metadata, { [jobIdField]: 'job-1' });
  });
});

describe('a draft', () => {
  it('that is complete has no problem', () => {
    assert.deepEqual(check({}), []);
  });

  it('is held against every rule of a request', () => {
    const problems = check({ prompt: ' ', duration: 99, webhookUrl: 'x', metadata: '[1]' });
    assert.deepEqual(
      problems.map(({ field }) => field),
      ['prompt', 'duration', 'webhookUrl', 'metadata'],
    );
  });

  it('with metadata that is no JSON says so, beside what else is wrong', () => {
    const problems = check({ prompt: '', metadata: '{shot: 12}' });
    assert.deepEqual(
      problems.map(({ field, severity }) => [field, severity]),
      [
        ['prompt', 'error'],
        ['metadata', 'error'],
      ],
    );
    assert.match(problems[1]?.message ?? '', /Metadata is not JSON.*Mend it or leave it empty/);
  });

  it('with a file that has no URL yet is judged by the file’s name', () => {
    const references = [file('photo.png'), file('notes.txt'), file('a b#ü.jpg'), file('\ud800.png')];
    const problems = check({ references }, [undefined, undefined, undefined, undefined]);
    assert.deepEqual(
      problems.map(({ field, severity, index }) => [field, severity, index]),
      [['mediaUrls', 'warning', 1]],
    );
  });

  it('with a URL that cannot be fetched says which', () => {
    const references = [file('a.png'), file('b.png')];
    const [problem] = check({ references }, ['https://example.com/a.png', 'http://example.com/b.png']);
    assert.equal(problem?.index, 1);
    assert.equal(problem.severity, 'error');
  });

  it('with more references than the service takes says so', () => {
    const references = Array.from({ length: 6 }, (_, index) => file(`${index}.png`));
    const [problem] = check(
      { references },
      references.map(() => undefined),
    );
    assert.match(problem?.message ?? '', /at most 5/);
  });
});
