import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { draftProblems } from '../../../../src/engine/references/draftProblems.ts';
import type { Look } from '../../../../src/engine/references/look.ts';
import { documentedCapabilities } from '../../../../src/shared/capabilities.ts';
import type { Reference } from '../../../../src/shared/draft.ts';
import { draftOf } from '../../../support/engine/fixtures.ts';

const origin = 'https://service.example';
const ready: Look = { travel: { way: 'ready', text: '' }, problems: [] };

function check(reference: Reference, look: Look | undefined): readonly string[] {
  const problems = draftProblems(draftOf({ references: [reference] }), [look], documentedCapabilities, origin);
  return problems.map(({ severity, message, index }) => `${severity} ${index}: ${message}`);
}

function byUrl(url: string): Reference {
  return { id: 'u', name: 'a.png', kind: 'image', source: { type: 'url', url } };
}

const file: Reference = { id: 'f', name: 'a.png', kind: 'image', source: { type: 'file', uri: 'file:///a.png' } };

describe('what is wrong with a draft', () => {
  it('is nothing as long as nobody has looked', () => {
    assert.deepEqual(check(file, undefined), []);
  });

  it('is that no way is open to a file, which is said with what to do', () => {
    const [problem, ...others] = check(file, {
      travel: { way: 'needsUrl', text: '', tried: ['No bucket is set up.'] },
      problems: [],
    });
    assert.match(problem ?? '', /^error 0: “a\.png” is a local file.*Give its URL, or set up hosting/);
    assert.deepEqual(others, []);
  });

  it('is what was found by looking, and what the file is in truth', () => {
    const offer = { way: 'ready', text: '', url: 'https://cdn.example/a.png' } as const;
    const facts = { kind: 'image', format: 'PNG', rotated: false, located: true, width: 640, height: 360 } as const;
    const look: Look = { ...ready, offer, facts, problems: [{ severity: 'warning', message: 'The host is slow.' }] };
    const [first, second] = check(file, look);
    assert.match(first ?? '', /^warning 0: “a\.png” tells .* where it was taken/);
    assert.equal(second, 'warning 0: The host is slow.');
  });

  it('is of a file that cannot be used only that, not how it would travel', () => {
    const [problem, ...others] = check(file, {
      travel: { way: 'needsUrl', text: '', tried: [] },
      facts: { kind: 'video', format: 'MP4', rotated: false, located: false },
      problems: [],
    });
    assert.match(problem ?? '', /^error 0: “a\.png” is a video/);
    assert.deepEqual(others, []);
  });

  it('is said once, where a URL is wrong as it stands', () => {
    const url = 'http://cdn.example/a.png';
    const look: Look = {
      travel: { way: 'ready', text: '' },
      offer: { way: 'ready', text: '', url },
      problems: [{ severity: 'error', message: 'cdn.example is not a public https:// address.' }],
    };
    const [problem, ...others] = check(byUrl(url), look);
    assert.match(problem ?? '', /does not start with https/);
    assert.deepEqual(others, []);
  });
});

describe('what is wrong with a draft that becomes a clip for each image', () => {
  const url = (id: string, address: string): Reference => ({ ...byUrl(address), id, name: `${id}.png` });
  const sound: Reference = {
    id: 's',
    name: 's.mp3',
    kind: 'audio',
    source: { type: 'url', url: 'https://e.org/s.mp3' },
  };
  const references = [
    url('a', 'https://e.org/a.png'),
    sound,
    url('b', 'http://e.org/b.png'),
    url('c', 'https://e.org/c.png'),
  ];
  const looks = references.map(({ source }): Look => {
    const at = source.type === 'url' ? source.url : '';
    return { ...ready, offer: { way: 'ready', text: '', url: at } };
  });
  const each = { takes: 2, eachImage: true };

  it('is said once, of the reference that a person sees, by its place on the page', () => {
    const problems = draftProblems(draftOf({ references, prompt: '' }), looks, documentedCapabilities, origin, each);
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error').map(({ field, index }) => [field, index]),
      [
        ['prompt', undefined],
        ['mediaUrls', 2],
      ],
    );
    assert.match(problems.find(({ index }) => index === 2)?.message ?? '', /^Reference 3 /);
  });

  it('is not that they are more than one clip takes, which they are as one clip, with the way out', () => {
    const six = Array.from({ length: 6 }, (_, index) => url(`${index}`, `https://e.org/${index}.png`));
    const draft = draftOf({ references: six });
    assert.deepEqual(draftProblems(draft, [], documentedCapabilities, origin, each), []);
    const [problem] = draftProblems(draft, [], documentedCapabilities, origin);
    assert.deepEqual([problem?.severity, problem?.mend?.action], ['error', { type: 'eachImage' }]);
  });

  it('is a prompt that names another image than the one that each clip has', () => {
    const check = (prompt: string): number =>
      draftProblems(draftOf({ references, prompt }), [], documentedCapabilities, origin, each).filter(
        ({ field }) => field === 'prompt',
      ).length;
    for (const wrong of ['[Image 2]', 'to [image  12].', '@Image3', '@Image10 ']) assert.equal(check(wrong), 1, wrong);
    for (const right of ['[Image 1]', '@Image1 turns', '[Audio 2]', 'Image 2', '[Image 1] to [Image 1]'])
      assert.equal(check(right), 0, right);
  });
});
