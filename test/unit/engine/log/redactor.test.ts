import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Redactor } from '../../../../src/engine/log/redactor.ts';

const home = '/home/ann';

function line(text: string, ...secrets: readonly string[]): string {
  const redactor = new Redactor(home);
  for (const secret of secrets) redactor.conceal(secret);
  return redactor.line(text);
}

describe('a line of the log', () => {
  it('shows no key that is set, however it is spelt', () => {
    for (const key of ['sd2_live_Abc/+=?&%"\\x', 'no-known-shape-0123456789', 'ÄÖ€ü-unusual', "it's<a>key"]) {
      const base64 = (text: string): string => Buffer.from(text).toString('base64');
      const spelt = [
        key,
        encodeURIComponent(key),
        encodeURIComponent(key).toLowerCase(),
        JSON.stringify({ key }),
        JSON.stringify(JSON.stringify({ key })),
        base64(key),
        base64(`a:${key}`),
        base64(`ab:${key}`),
        base64(`abc:${key} and more`),
        Buffer.from(`x${key}y`).toString('base64url'),
        Buffer.from(key).toString('hex'),
        // A host is written in small letters.
        `https://${key.toLowerCase()}.example/`,
        // What shows as the key is the key.
        Array.from(key).join('\u200b'),
        `\u001b[31m${key}\u001b[0m`,
      ];
      for (const text of spelt) {
        const shown = line(`before ${text} after`, key);
        const inside = [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1), base64(key).slice(4, 12)];
        for (const secret of inside)
          assert.ok(!shown.toLowerCase().includes(secret.toLowerCase()), `${text} was shown as ${shown}`);
        assert.match(shown, /^before .*after$/, 'the rest stays');
      }
    }
  });

  it('shows no key of the documented shape, whether it is set or not', () => {
    assert.equal(line('key sd2_live_0a1b2c3d is wrong'), 'key sd2_… is wrong');
    assert.equal(line(`key ${btoa('sd2_live_0a1b2c3d')} is wrong`), 'key … is wrong');
  });

  it('stays readable where the key is a short word', () => {
    assert.equal(line('a job was accepted', 'a'), 'a job was accepted');
    assert.equal(line('the job 12 was accepted by jobs', 'jobs'), 'the job 12 was accepted by …');
    assert.equal(line('the jobsheet', 'jobs'), 'the jobsheet');
    assert.equal(line('authorization: Bearer a', 'a'), 'authorization: …');
  });

  it('shows the value of no header that lets somebody in', () => {
    const cases = [
      'Authorization: Bearer tok-1',
      'authorization=Basic dXNlcjpwYXNz',
      'Proxy-Authorization: Basic tok-1',
      'http.proxyAuthorization: tok-1',
      '{"authorization":"Bearer tok-1"}',
      '{\\"Authorization\\": \\"Digest username=\\\\"tok-1\\\\"\\"}',
      "[ 'authorization', 'Bearer tok-1' ]",
      "{ 'proxy-authorization' => 'tok-1' }",
      'Authorization: AWS4-HMAC-SHA256 Credential=tok-1/20260101, Signature=tok-1',
      'sent AWS4-HMAC-SHA256 Credential=tok-1/20260101, Signature=tok-1',
      'said Bearer tok-1',
      'said bearer   tok-1.',
      'said Basic dXNlcjpwYXNz',
      'Cookie: session=tok-1; other=tok-1',
      'x-api-key: tok-1',
      'password=tok-1',
      '"secretAccessKey":"tok-1"',
      'redirect=https%3A%2F%2Fa.example%2F%3FX-Amz-Signature%3Dtok-1',
    ];
    for (const text of cases) assert.doesNotMatch(line(text), /tok-1|dXNlcjpwYXNz/, text);
    assert.equal(line('Basic authentication failed'), 'Basic authentication failed');
    assert.equal(line('{"authorization":"Bearer x","accept":"json"}'), '{"authorization":"…","accept":"json"}');
  });

  it('shows of a URL the origin and the path', () => {
    const cases: readonly (readonly [string, string])[] = [
      [
        'GET https://a.example:8443/b/c.mp4?X-Amz-Signature=tok-1#tok-1 200',
        'GET https://a.example:8443/b/c.mp4?… 200',
      ],
      ['see https://a.example/b#tok-1.', 'see https://a.example/b#…'],
      ['"https://a.example/b?x=tok-1", then', '"https://a.example/b?…", then'],
      ["open 'https://a.example/b?x=tok-1', then", "open 'https://a.example/b?…', then"],
      ["https://a.example/?a='&sig=tok-1", 'https://a.example/?…'],
      ['https:\\/\\/a.example\\/b?x=tok-1', 'https:\\/\\/a.example\\/b?…'],
      ['https://a.example?tok-1', 'https://a.example?…'],
      ['through http://ann:tok-1@proxy.example:3128', 'through http://…@proxy.example:3128'],
      ['through http://tok-1@proxy.example:3128/', 'through http://…@proxy.example:3128/'],
      ['through http://ann:to/tok-1@proxy.example:3128', 'through http://…@proxy.example:3128'],
      ['through http://ann:a#?@tok-1@proxy.example:3128', 'through http://…@proxy.example:3128'],
      ['through ann:tok-1@proxy.example:3128', 'through …@proxy.example:3128'],
      ['through ann:p@tok-1@proxy.example:3128', 'through …@proxy.example:3128'],
      ['HTTP_PROXY=ann:tok-1@proxy.example:3128', 'HTTP_PROXY=…@proxy.example:3128'],
      ['GET /api/open/v1/models?key=tok-1 200', 'GET /api/open/v1/models?… 200'],
      ['https://unpkg.example:443/@scope/a', 'https://unpkg.example:443/@scope/a'],
      ['data:image/png;base64,tok-1', 'data:…'],
      ['vscode-remote://host/a?tok-1', 'vscode-remote://host/a?…'],
    ];
    for (const [text, expected] of cases) assert.equal(line(text), expected);
  });

  it('is one line without anything that a terminal obeys', () => {
    assert.equal(
      line(
        'said \u001b]8;;https://a.example\u0007x\u001b]8;;\u0007 \u001b[2J\r\n2026-01-01 [info] forged\u2028\u0000\u202e.',
      ),
      'said x 2026-01-01 [info] forged .',
    );
    assert.ok(line('\ud800x').isWellFormed());
  });

  it('is not longer than a line', () => {
    assert.equal(line('word '.repeat(1_000_000)).length, 1000);
    assert.ok(line('😀'.repeat(1000)).isWellFormed());
  });

  it('is not cut in the middle of a secret', () => {
    for (let before = 15_950; before <= 16_001; before++) {
      // What stands before it is short in the end: the cut is on the line.
      const text = `https://a.example/?${'x'.repeat(before - 19)} tok-1-that-is-set ${'y'.repeat(100)}`;
      assert.doesNotMatch(line(text, 'tok-1-that-is-set'), /tok/);
    }
  });

  it('writes the user’s folder as ~', () => {
    assert.equal(line('open /home/ann/a.png, file:///home/ann/b'), 'open ~/a.png, file://~/b');
    assert.equal(line('in /home/ann. /home/anna'), 'in ~. /home/anna');
    const windows = new Redactor('C:\\Users\\Ann Lee');
    assert.equal(windows.line('open c:\\users\\ann lee\\a.png'), 'open ~\\a.png');
    assert.equal(windows.line('"C:\\\\Users\\\\Ann Lee\\\\a.png"'), '"~\\\\a.png"');
    assert.equal(windows.line('file:///C:/Users/Ann%20Lee/a.png'), 'file://~/a.png');
    assert.equal(new Redactor('/').line('/tmp/a'), '/tmp/a');
  });

  it('is made soon of what is made to take long', () => {
    const redactor = new Redactor(home);
    redactor.conceal('sd2_live_0123456789');
    const pieces = [
      'a',
      'a:',
      ':',
      '@',
      '/',
      '//',
      '://',
      "'",
      '\\',
      'basic ',
      'bearer ',
      '=',
      'https://a:',
      'x@',
      'data:',
      'sig',
      '%3D',
    ];
    for (const piece of pieces) {
      for (const text of [
        piece.repeat(16_000 / piece.length),
        `${piece} `.repeat(6000),
        `https://${piece.repeat(8000)}`,
      ]) {
        const before = process.cpuUsage();
        redactor.line(text);
        const { user } = process.cpuUsage(before);
        assert.ok(user < 1_000_000, `${piece}: ${user} µs`);
      }
    }
  });
});
