import assert from 'node:assert/strict';
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, afterEach, before, test } from 'node:test';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import type { Frame } from 'playwright-core';
import { JobStore } from '../../src/engine/jobs/store.ts';
import { draftOf, jobOf } from '../support/engine/fixtures.ts';
import { startCanary, type Canary } from '../support/faults/canary.ts';
import { until } from '../support/until.ts';
import { Studio } from './support.ts';

let studio: Studio;
let canary: Canary;
/** What the browser wrote about policies, for the window and all its frames. */
const refusals: string[] = [];
before(async () => {
  canary = await startCanary();
  studio = await Studio.open({ settings: { 'workbench.reduceMotion': 'off' } }, (folder) => {
    copyFileSync(join(folder, 'slow-push-in.mp4'), join(folder, 'again.mp4'));
  });
  studio.wb.page.on('console', (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) refusals.push(message.text());
  });
});
afterEach(async (context) => {
  await studio.afterTest(context);
  await studio.closeTabs();
});
after(async () => {
  try {
    await studio.close();
  } finally {
    await canary.close();
  }
});

/** Our pages, each opened as people do, with all they can show. */
const pages: Readonly<Record<string, () => Promise<Frame>>> = {
  async composer() {
    await studio.generateFrom('lighthouse.jpg');
    const { page } = await studio.composer();
    await page.locator('#reference-0 img').waitFor();
    return studio.wb.editors.frame();
  },
  async preview() {
    await (await studio.wb.explorer.menu('slow-push-in.mp4')).choose('Open With...');
    await studio.wb.quickInput.choose('Seedance Preview');
    const page = await studio.wb.editors.webview();
    await page.locator('.stage:not(:has(.loading))').waitFor();
    return studio.wb.editors.frame();
  },
  async compare() {
    await (await studio.wb.explorer.menu('again.mp4', 'slow-push-in.mp4')).choose('Compare Takes…');
    const page = await studio.wb.editors.webview();
    await page.locator('.take video').nth(1).waitFor();
    await page.getByRole('button', { name: 'Wipe' }).click();
    await page.getByRole('slider', { name: 'Divider' }).press('ArrowRight');
    return studio.wb.editors.frame();
  },
  async library() {
    addClip();
    await studio.wb.run('Seedance: Open Library');
    const page = await studio.wb.editors.webview('Library');
    await page.locator('.card img').waitFor();
    await page.locator('.card').hover();
    await page.locator('.card video.seen').waitFor();
    return studio.wb.editors.frame('Library');
  },
  async unknown() {
    addUnknown();
    const jobs = await studio.jobs();
    await jobs.title('Refresh Jobs');
    await jobs.click('Night street');
    const page = await studio.wb.editors.webview('What Now? Night street');
    await page.getByRole('button', { name: 'Copy Job Id' }).waitFor();
    return studio.wb.editors.frame('What Now? Night street');
  },
};

/** A job whose answer was lost, as another window would make it. */
function addUnknown(): void {
  const store = new JobStore(join(studio.storage, 'jobs.db'));
  const failure = { kind: 'network', phase: 'later', message: 'reset' } as const;
  const draft = draftOf({ id: 'lost', prompt: 'Night street' });
  store.insert(jobOf({ id: 'lost', draft, state: 'unknown', service: 'sandbox', failure }));
  store.claimNotification('lost');
  store.close();
}

/** Those that play clips and make their sound. */
const players = ['preview', 'compare'];

/** A clip in the list of jobs, as another window would make it. */
function addClip(): void {
  const store = new JobStore(join(studio.storage, 'jobs.db'));
  const path = join(studio.folder, 'slow-push-in.mp4');
  const download = { state: 'done', file: pathToFileURL(path).href, size: statSync(path).size } as const;
  store.insert(jobOf({ state: 'succeeded', folder: pathToFileURL(studio.folder).href, download }));
  store.claimNotification('job');
  store.close();
}

for (const [name, open] of Object.entries(pages)) {
  test(`the ${name} shows all it has under its policy, without one refusal`, async () => {
    refusals.length = 0;
    await open();
    assert.deepEqual(refusals, []);
  });

  test(`the policy that the ${name} really has allows nothing by default and nothing inline, and the evaluator finds no fault`, async () => {
    const frame = await open();
    const policies = await frame.evaluate<string[]>(
      `[...document.querySelectorAll('meta[http-equiv="Content-Security-Policy"]')].map(({ content }) => content)`,
    );
    assert.equal(policies.length, 1);
    const [policy = ''] = policies;
    const { csp } = new CspParser(policy);
    assert.deepEqual(csp.directives['default-src'], ["'none'"]);
    assert.deepEqual([csp.directives['base-uri'], csp.directives['form-action']], [["'none'"], ["'none'"]]);
    const [nonce = '', ...more] = csp.directives['script-src'] ?? [];
    assert.match(nonce, /^'nonce-/);
    assert.deepEqual(
      more,
      players.includes(name) ? ["'wasm-unsafe-eval'"] : [],
      'no host; decoders where sound is made',
    );
    assert.doesNotMatch(policy, /(?<!'wasm-)unsafe|strict-dynamic|data:|\*(?!\.vscode-cdn\.net)|http:/);
    // What a page asks for and plays is its own.
    const own = /^('self'|https:\/\/\*\.vscode-cdn\.net)$/;
    assert.ok((csp.directives['connect-src'] ?? []).every((source) => own.test(source)));
    assert.ok((csp.directives['media-src'] ?? []).every((source) => source === 'blob:' || own.test(source)));
    assert.deepEqual(csp.directives['worker-src'], players.includes(name) ? ['blob:'] : undefined);
    assert.equal(csp.directives['connect-src'] !== undefined, players.includes(name));
    assert.deepEqual(
      new CspEvaluator(csp).evaluate().map(({ description }) => description),
      [],
    );
    // What stands in the page itself needs no exception of the policy.
    const inline = await frame.evaluate<number>(
      `document.querySelectorAll('body script:not([src]), body style, body [onclick], body [onerror]').length`,
    );
    assert.equal(inline, 0);
    // A script of ours may give an element numbers to reckon with, and no other style.
    const styles = await frame.evaluate<string[]>(
      `[...document.querySelectorAll('body [style]')].map((element) => element.getAttribute('style'))`,
    );
    assert.deepEqual(
      styles.filter((style) => !/^(--[a-z]+: [\d.e-]+; ?)+$/.test(style)),
      [],
    );
    const again = await frame.evaluate<string>(`document.querySelector('script[type=module]').nonce`);
    await studio.closeTabs();
    const other = await (await open()).evaluate<string>(`document.querySelector('script[type=module]').nonce`);
    assert.notEqual(other, again, 'a nonce is used once');
  });

  test(`what gets into the ${name} all the same does not run and reaches nobody`, async () => {
    const frame = await open();
    refusals.length = 0;
    await frame.evaluate(`(${smuggle})(${JSON.stringify(canary.origin)})`);
    await until('a refusal of each', () => {
      const missing = escapes.filter((sign) => !refusals.some((refusal) => refusal.includes(sign)));
      if (missing.length > 0) throw new Error(`not refused: ${missing.join(', ')}; refused: ${refusals.join('; ')}`);
      return true;
    });
    assert.equal(await frame.evaluate('window.__pwned'), undefined);
    assert.deepEqual(canary.sung, []);
  });
}

/** By what the browser says of each way out that is tried below. */
const escapes = [
  ...['TrustedHTML', 'TrustedScript', 'script.js', 'picture.png', 'Framing', 'clip.mp4', 'style.css', 'fetch'],
  ...['base-uri', 'javascript:'],
];

/** Runs in the page, as if somebody had found a way to put things there: tries each way out that there is. */
const smuggle = `(canary) => {
  const attempt = (way) => { try { way(); } catch { /* refused at once */ } };
  const element = (name, attributes) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) attempt(() => made.setAttribute(key, value));
    document.body.append(made);
    return made;
  };
  attempt(() => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.__pwned = 1">'));
  // The debugger that puts this here may evaluate; what comes after it may not.
  setTimeout(() => attempt(() => eval('window.__pwned = 2')));
  const script = document.createElementNS('http://www.w3.org/1999/xhtml', 'script');
  attempt(() => script.append('window.__pwned = 3'));
  attempt(() => document.body.append(script));
  attempt(() => element('link', { rel: 'modulepreload', href: canary + '/script.js' }));
  attempt(() => element('img', { src: canary + '/picture.png', onerror: 'window.__pwned = 4' }));
  attempt(() => element('iframe', { src: canary + '/frame.html' }));
  attempt(() => element('video', { src: canary + '/clip.mp4' }));
  attempt(() => element('link', { rel: 'stylesheet', href: canary + '/style.css' }));
  attempt(() => element('base', { href: canary + '/' }));
  attempt(() => element('a', { href: 'javascript:window.__pwned = 5' }).click());
  fetch(canary + '/fetch').catch(() => undefined);
}`;
