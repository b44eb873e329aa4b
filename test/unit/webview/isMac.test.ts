import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isMac } from '../../../src/webview/page/isMac.ts';

describe('the machine that a page is shown on', () => {
  it('is a Mac where the browser says so, in the older way or the newer one', () => {
    assert.ok(isMac({ platform: 'MacIntel' }));
    assert.ok(isMac({ platform: 'MacIntel', userAgentData: { platform: '' } }));
    assert.ok(isMac({ platform: '', userAgentData: { platform: 'macOS' } }));
  });

  it('is none otherwise', () => {
    for (const platform of ['Linux x86_64', 'Win32', '']) assert.ok(!isMac({ platform }), platform);
    for (const platform of ['Linux', 'Windows', '']) assert.ok(!isMac({ platform: '', userAgentData: { platform } }));
  });
});
