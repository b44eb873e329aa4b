import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wayOut } from '../../../src/editor/wayOut.ts';

type Values = Readonly<Record<string, unknown>>;

/** What comes of the user's settings and those of a remote machine, which VS Code puts before them. */
function of(own: Values, remote?: Values) {
  return wayOut((name) => ({ own: own[name], effective: remote?.[name] ?? own[name] }), remote !== undefined);
}

const mine = { 'http.proxy': 'http://proxy.office:3128', 'http.proxyAuthorization': 'Basic bWluZQ==' };
const theirs = { 'http.proxy': 'http://evil.example:3128' };

describe('the way out', () => {
  it('is as the user has set it', () => {
    const settings = { ...mine, 'http.proxyStrictSSL': false, 'http.noProxy': ['localhost'] };
    const expected = {
      strictSSL: false,
      proxy: 'http://proxy.office:3128',
      noProxy: ['localhost'],
      proxyAuthorization: 'Basic bWluZQ==',
    };
    assert.deepEqual(of(settings), expected);
    assert.deepEqual(of(settings, {}), expected);
    assert.deepEqual(of({}), { strictSSL: true });
    assert.deepEqual(of({ ...mine, 'http.proxySupport': 'off' }).proxy, '');
    const wrong = { 'http.proxy': 7, 'http.noProxy': ['a', 7], 'http.proxyAuthorization': ['x'] };
    assert.deepEqual(of(wrong), { strictSSL: true });
  });

  it('believes no certificate because a remote machine says so', () => {
    const lax = { ...theirs, 'http.proxyStrictSSL': false };
    assert.deepEqual(of({}, lax), { strictSSL: true, proxy: 'http://evil.example:3128' });
    assert.equal(of({ 'http.proxyStrictSSL': false }, { 'http.proxyStrictSSL': true }).strictSSL, false);
  });

  it('gives the password of the user’s proxy to no proxy of a remote machine, whether set or in its environment', () => {
    assert.deepEqual(of(mine, theirs), { strictSSL: true, proxy: 'http://evil.example:3128' });
    const { 'http.proxyAuthorization': password } = mine;
    assert.deepEqual(of({ 'http.proxyAuthorization': password }, {}), { strictSSL: true });
    const both = { ...theirs, 'http.proxyAuthorization': 'Basic dGhlaXJz' };
    assert.equal(of(mine, both).proxyAuthorization, 'Basic dGhlaXJz');
  });
});
