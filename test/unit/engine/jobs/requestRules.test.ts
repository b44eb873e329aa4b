import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentedCapabilities } from '../../../../src/shared/capabilities.ts';
import type { Problem } from '../../../../src/shared/problem.ts';
import type { GenerationRequest } from '../../../../src/shared/request.ts';
import { checkRequest, durationsText } from '../../../../src/engine/jobs/requestRules.ts';
import { golden } from '../../../support/engine/golden.ts';

const live = 'https://www.seedance2.ink';
const good: GenerationRequest = { model: 'seedance-2.0', prompt: 'Waves at dusk' };

function check(fields: Partial<Record<keyof GenerationRequest, unknown>>, origin = live): Problem[] {
  return checkRequest({ ...good, ...fields } as GenerationRequest, documentedCapabilities, origin);
}

function media(...mediaUrls: string[]): Problem[] {
  return check({ mediaUrls });
}

describe('the rules for a request', () => {
  it('have nothing against the published example', () => {
    const request = golden('create.request') as unknown as GenerationRequest;
    assert.deepEqual(checkRequest(request, documentedCapabilities, live), []);
  });

  it('take a request without media as text to video', () => {
    assert.deepEqual(check({}), []);
    assert.deepEqual(check({ mediaUrls: [] }), []);
  });

  it('take whatever the table offers, for every model', () => {
    for (const model of documentedCapabilities) {
      for (const duration of model.durations)
        for (const aspectRatio of model.aspectRatios)
          for (const resolution of model.resolutions)
            assert.deepEqual(check({ model: model.id, duration, aspectRatio, resolution }), []);
    }
  });

  const broken: readonly [
    name: string,
    fields: Partial<Record<keyof GenerationRequest, unknown>>,
    field: string,
    says: RegExp,
  ][] = [
    ['an empty prompt', { prompt: '' }, 'prompt', /Say what should happen/],
    ['a prompt of spaces', { prompt: ' \n\t ' }, 'prompt', /Say what should happen/],
    [
      'an unknown model',
      { model: 'seedance-9' },
      'model',
      /“seedance-9”.*Choose one of: Seedance 2\.0, Seedance 2\.0 Fast, Seedance 1\.5 Pro/,
    ],
    ['3 s', { duration: 3 }, 'duration', /Seedance 2\.0 does not make clips of 3 s\. Choose 4–15 s/],
    ['16 s', { duration: 16 }, 'duration', /Choose 4–15 s/],
    ['half a second', { duration: 4.5 }, 'duration', /Choose 4–15 s/],
    ['no number', { duration: Number.NaN }, 'duration', /Choose 4–15 s/],
    ['6 s of 1.5 Pro', { model: 'seedance-1.5-pro', duration: 6 }, 'duration', /Choose 5 s or 10 s/],
    ['an unknown shape', { aspectRatio: '4:3' }, 'aspectRatio', /4:3.*Choose one of: 16:9, 9:16, 1:1/],
    ['an unknown resolution', { resolution: '4k' }, 'resolution', /4k.*Choose one of: 480p, 720p, 1080p/],
    [
      'a webhook that is no URL',
      { webhookUrl: 'my server' },
      'webhookUrl',
      /starts with https:\/\/, or leave it empty/,
    ],
    ['a webhook by mail', { webhookUrl: 'mailto:me@example.com' }, 'webhookUrl', /starts with https:\/\//],
    ['metadata that is a list', { metadata: [1] }, 'metadata', /JSON object.*Mend it or leave it empty/],
    ['metadata that is a word', { metadata: 'shot 12' }, 'metadata', /JSON object/],
    ['metadata that is null', { metadata: null }, 'metadata', /JSON object/],
  ];
  for (const [name, fields, field, says] of broken) {
    it(`refuse ${name}, beside the field ${field}`, () => {
      const [problem, ...others] = check(fields);
      assert.deepEqual(others, []);
      assert.equal(problem?.field, field);
      assert.equal(problem.severity, 'error');
      assert.match(problem.message, says);
    });
  }

  it('name every broken field at once', () => {
    const problems = check({
      prompt: '',
      duration: 1,
      aspectRatio: 'x',
      resolution: 'y',
      webhookUrl: '?',
      metadata: 1,
    });
    const fields = problems.map(({ field }) => field);
    assert.deepEqual(fields, ['prompt', 'aspectRatio', 'duration', 'resolution', 'webhookUrl', 'metadata']);
  });

  it('warn of a webhook in the clear, and take it', () => {
    const [problem] = check({ webhookUrl: 'http://example.com/hook' });
    assert.equal(problem?.severity, 'warning');
    assert.equal(problem.field, 'webhookUrl');
    assert.deepEqual(check({ webhookUrl: 'https://example.com/hook' }), []);
  });

  it('take a metadata object', () => {
    assert.deepEqual(check({ metadata: {} }), []);
    assert.deepEqual(check({ metadata: { shot: 12 } }), []);
  });
});

describe('the rules for media', () => {
  it('take five, and say how many too many a sixth makes', () => {
    const five = Array.from({ length: 5 }, (_, index) => `https://example.com/${index}.png`);
    assert.deepEqual(media(...five), []);
    const [problem, ...others] = media(...five, 'https://example.com/5.png');
    assert.deepEqual(others, []);
    assert.match(problem?.message ?? '', /at most 5 references; there are 6\. Remove some/);
    assert.equal(problem?.index, undefined);
  });

  const refused: readonly (readonly [url: string, says: RegExp])[] = [
    ['photo.png', /Reference 2 is not a URL.*starts with https/],
    ['', /not a URL/],
    ['http://example.com/photo.png', /does not start with https/],
    ['ftp://example.com/photo.png', /does not start with https/],
    ['data:image/png;base64,AAAA', /does not start with https/],
    ['file:///etc/passwd', /does not start with https/],
    ['http://127.0.0.1:8080/photo.png', /on this machine.*public https/],
    ['https://localhost/photo.png', /on this machine/],
    ['https://LOCALHOST./photo.png', /on this machine/],
    ['https://images.localhost/photo.png', /on this machine/],
    ['https://127.1/photo.png', /on this machine/],
    ['https://2130706433/photo.png', /on this machine/],
    ['https://0.0.0.0/photo.png', /on this machine/],
    ['https://[::1]/photo.png', /on this machine/],
    ['https://[::]/photo.png', /on this machine/],
    ['https://[::ffff:127.0.0.1]/photo.png', /on this machine/],
    ...[
      '10.0.0.1',
      '100.64.0.1',
      '100.127.255.255',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.9.9',
      '192.168.1.1',
      '0.1.2.3',
    ].map((host) => [`https://${host}/photo.png`, /private network.*public https/] as const),
    ['https://0xa000001/photo.png', /private network/],
    ['https://[fd12:3456::1]/photo.png', /private network/],
    ['https://[fe80::1]/photo.png', /private network/],
    ['https://[64:ff9b::a00:1]/photo.png', /private network/],
    ['https://[2002:a00:1::]/photo.png', /private network/],
    ['https://240.0.0.1/photo.png', /private network/],
    ['https://[::ffff:10.0.0.1]/photo.png', /private network/],
    ['https://me:secret@example.com/photo.png', /user name or password.*without/],
    ['https://me@example.com/photo.png', /user name or password/],
  ];
  for (const [url, says] of refused) {
    it(`refuse ${url === '' ? 'nothing' : url}`, () => {
      const [problem, ...others] = media('https://example.com/first.png', url);
      assert.deepEqual(others, []);
      assert.equal(problem?.field, 'mediaUrls');
      assert.equal(problem.severity, 'error');
      assert.equal(problem.index, 1);
      assert.match(problem.message, says);
      assert.doesNotMatch(problem.message, /secret/);
    });
  }

  it('warn of an ending that they do not know, and take it', () => {
    for (const url of ['https://example.com/photo', 'https://example.com/photo.tiff', 'https://example.com/?f=a.png']) {
      const [problem] = media(url);
      assert.equal(problem?.severity, 'warning', url);
      assert.equal(problem.index, 0);
    }
  });

  it('take what is on this machine where the service is on it too', () => {
    const own = 'http://127.0.0.1:4000';
    for (const url of [`${own}/photo.png`, 'http://127.0.0.1:4001/photo.png', 'https://localhost:4000/photo.png'])
      assert.deepEqual(check({ mediaUrls: [url] }, own), [], url);
    assert.equal(check({ mediaUrls: ['http://example.com/photo.png'] }, own)[0]?.severity, 'error');
  });

  it('take addresses beside those of private networks, and names that only look like them', () => {
    const hosts = ['9.255.255.255', '11.0.0.1', '100.63.0.1', '100.128.0.1', '169.253.0.1', '172.15.0.1', '172.32.0.1'];
    for (const host of [
      ...hosts,
      '192.167.0.1',
      '10.example.com',
      'fc00.example.com',
      '[2606:4700::1111]',
      '[::ffff:808:808]',
      '[64:ff9b::808:808]',
    ])
      assert.deepEqual(media(`https://${host}/photo.png`), [], host);
  });

  it('do not take plain http from the base URL’s origin where that is another machine', () => {
    assert.equal(check({ mediaUrls: ['http://example.com/a.png'] }, 'http://example.com')[0]?.severity, 'error');
  });
});

describe('durations in words', () => {
  it('are a range where they are unbroken, else each of them', () => {
    assert.equal(durationsText([4, 5, 6]), '4–6 s');
    assert.equal(durationsText([5, 10]), '5 s or 10 s');
    assert.equal(durationsText([5, 6]), '5 s or 6 s');
    assert.equal(durationsText([7]), '7 s');
    assert.equal(durationsText([4, 5, 8]), '4 s, 5 s, or 8 s');
    assert.equal(durationsText([]), '');
  });
});
