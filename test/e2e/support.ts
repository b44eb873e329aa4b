import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { IncomingHttpHeaders } from 'node:http';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { Browser, Frame, FrameLocator, Locator, Request } from 'playwright-core';
import { readLedger, type LedgerEntry } from '../../src/sandbox/ledger.ts';
import { openBrowser } from '../support/browser.ts';
import { packageExtension } from '../support/build.ts';
import { startCodeServer } from '../support/code-server.ts';
import { installExtension } from '../support/install-extension.ts';
import { writeTexts } from '../support/languages/install.ts';
import { readTexts, type Bundles } from '../support/languages/texts.ts';
import { out, root, vsix } from '../support/paths.mjs';
import type { Server } from '../support/server.ts';
import { Arrivals } from '../support/faults/arrivals.ts';
import { keyOf } from '../support/faults/keys.ts';
import { Search } from '../support/faults/search.ts';
import { until } from '../support/until.ts';
import type { Settings } from '../support/vscode-home.ts';
import { Workbench } from '../support/workbench.ts';
import type { Tree, TreeRow } from '../support/workbench/tree.ts';

/** How long a clip of the sandbox may take on a busy machine, ms. */
export const clipTime = 60_000;

/** The API key of whoever sits before a VS Code of this file. Wherever it is found, it came from here. */
export const key = keyOf(process.argv[1] ?? '');

export interface StudioOptions {
  readonly settings?: Settings;
  /** What the machine says in settings of its own, as a dev container does. */
  readonly machineSettings?: Settings;
  /** Opens the folder by a workspace file that says this. */
  readonly workspaceSettings?: Settings;
  /** Added to the environment of VS Code and its extensions. */
  readonly env?: NodeJS.ProcessEnv;
  /** Left out: that of the file. */
  readonly key?: string;
  /** The key is not there yet; else it is in the environment. */
  readonly keyless?: boolean;
  /** What must be found nowhere, beside the key: by the names that they are told by. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** The folder is on no disk that an extension could see: another one shows it as `far:/`, by VS Code's file systems alone. */
  readonly isFar?: boolean;
  /** Opens a window without a folder. */
  readonly empty?: boolean;
  /** Starts in Restricted Mode, in which VS Code keeps a folder until somebody trusts it. */
  readonly untrusted?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The language of the window, with our texts in it; English where left out. */
  readonly language?: { readonly name: string; readonly texts: Bundles };
}

/** What came of a VS Code and went out of it. */
interface Traces {
  /** Of the window, its frames and its workers. */
  readonly requests: readonly Request[];
  readonly console: readonly string[];
  /** At whatever servers the test has set up. */
  readonly arrivals: Arrivals;
}

/** One person's VS Code with the packaged extension: a server, a browser, a window, and a folder of their own. */
export class Studio {
  readonly wb: Workbench;
  readonly server: Server;
  /** The workspace: a copy of the sample folder. */
  readonly folder: string;
  readonly #browser: Browser;
  readonly #traces: Traces;
  readonly #options: StudioOptions;

  private constructor(
    wb: Workbench,
    server: Server,
    folder: string,
    browser: Browser,
    traces: Traces,
    options: StudioOptions,
  ) {
    this.wb = wb;
    this.server = server;
    this.folder = folder;
    this.#browser = browser;
    this.#traces = traces;
    this.#options = options;
  }

  /** Builds and installs what has changed, and opens a window. `prepare` may put more into the workspace. */
  static async open(options: StudioOptions = {}, prepare?: (folder: string) => void): Promise<Studio> {
    await packageExtension();
    const installed = await installExtension(vsix);
    const place = mkdtempSync(join(tmpdir(), 'seedance-e2e-'));
    const { language, isFar = false } = options;
    const extensions = language === undefined && !isFar ? installed : join(place, 'extensions');
    if (extensions !== installed) putTogether(extensions, installed, options);
    const folder = join(place, 'postcards');
    const temporary = join(place, 'tmp');
    mkdirSync(temporary);
    cpSync(join(root, 'test/fixtures/workspace'), folder, { recursive: true });
    prepare?.(folder);
    const { untrusted: workspaceTrust = false } = options;
    const trust = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
    const settings = {
      ...{ 'seedance.sandbox': true, 'remote.autoForwardPorts': false },
      ...(workspaceTrust && trust),
      ...options.settings,
    };
    // VS Code would look for extensions on the web; then every request that leaves its window is one of ours.
    const env = {
      EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
      TMPDIR: temporary,
      ...(options.keyless !== true && { SEEDANCE_API_KEY: options.key ?? key }),
      ...(isFar && { SEEDANCE_FAR_ROOT: folder }),
      ...options.env,
    };
    const { machineSettings } = options;
    const [server, browser] = await Promise.all([
      startCodeServer({
        ...{ extensions, settings, env, workspaceTrust, home: join(place, 'home') },
        ...(machineSettings && { machineSettings }),
        ...(language && { language: language.name }),
      }),
      openBrowser(),
    ]);
    const { viewport } = options;
    const requests: Request[] = [];
    const console: string[] = [];
    const arrivals = new Arrivals();
    browser.on('context', (context) => {
      context.on('request', (request) => requests.push(request));
      context.on('console', (message) => console.push(message.text()));
    });
    const isFile = options.workspaceSettings !== undefined || isFar;
    const opened = options.empty === true ? '' : isFile ? workspaceFile(folder, options) : folder;
    const wb = await Workbench.open({ browser, server, folder: opened, ...(viewport && { viewport }) });
    return new Studio(wb, server, folder, browser, { requests, console, arrivals }, options);
  }

  /**
   * Ends everything and deletes what was made. Fails where the key, or another secret, stands in what was written or sent, or in a page
   * that is open still.
   */
  async close(): Promise<void> {
    const search = this.#search();
    await this.#lookAtPages(search);
    await this.#browser.close();
    await this.server.stop();
    this.#lookAtTraces(search);
    this.#traces.arrivals.dispose();
    rmSync(dirname(this.folder), { recursive: true, force: true });
    assert.deepEqual(search.found, []);
  }

  /** A text of the code as it reads in the language of the window. */
  say(english: string): string {
    return this.#options.language?.texts.code[english] ?? english;
  }

  /** The same of a text of the manifest. */
  title(english: string): string {
    const key = Object.entries(readTexts().manifest).find(([, text]) => text === english)?.[0] ?? '';
    return this.#options.language?.texts.manifest[key] ?? english;
  }

  /** Where the extension keeps its store. */
  get storage(): string {
    return join(this.server.home.userData, 'User/globalStorage/seedance-studio.seedance-studio');
  }

  /** What the extension's own sandbox was asked for and took, oldest first. */
  async ledger(): Promise<LedgerEntry[]> {
    return await readLedger(join(this.storage, 'sandbox'));
  }

  /** The prompts of the drafts on disk. Typing gets there a moment later. */
  draftsOnDisk(): string[] {
    return this.#onDisk('drafts').map(({ prompt }) => String(prompt));
  }

  /** The jobs on disk, by their prompts. */
  jobsOnDisk(): ReadonlyMap<string, Record<string, unknown>> {
    return new Map(this.#onDisk('jobs').map((job) => [(job['draft'] as { prompt: string }).prompt, job]));
  }

  #onDisk(table: 'drafts' | 'jobs'): Record<string, unknown>[] {
    const database = new DatabaseSync(join(this.storage, 'jobs.db'), { readOnly: true });
    try {
      const rows = database.prepare(`SELECT body FROM ${table}`).all();
      return rows.map(({ body }) => JSON.parse(String(body)) as Record<string, unknown>);
    } finally {
      database.close();
    }
  }

  /** The jobs view, brought to the front where it is not. */
  async jobs(): Promise<Tree> {
    return await this.wb.tree(this.title('Seedance'), this.say('Jobs (Sandbox)'));
  }

  /** The composer in front, once it can be typed into. Looks again while tabs change: another one may have been in front until now. */
  async composer(): Promise<ComposerPage> {
    const look = async (): Promise<ComposerPage | undefined> => {
      if ((await this.wb.editors.active()) !== this.say('Generate Video')) return undefined;
      const page = new ComposerPage(await this.wb.editors.webview(), this.wb, this.title('Seedance'));
      await page.prompt.waitFor({ timeout: 2_000 });
      return page;
    };
    return await until('a composer in front', look, 30_000);
  }

  /** A composer with nothing in it but this prompt. */
  async compose(prompt: string): Promise<ComposerPage> {
    await this.wb.run(`Seedance: ${this.title('Generate Video from Text…')}`);
    // Another draft may have been in front until now.
    const composer = await until('an empty composer in front', async () => {
      const front = await this.composer();
      const isEmpty =
        (await front.prompt.inputValue({ timeout: 1_000 })) === '' && (await front.references()).length === 0;
      return isEmpty && front;
    });
    await composer.prompt.fill(prompt);
    return composer;
  }

  /** Selects files in the explorer, right-clicks, and takes *Generate Video…*. */
  async generateFrom(...names: readonly string[]): Promise<void> {
    const menu = await this.wb.explorer.menu(...names);
    await menu.choose(this.title('Generate Video…'));
  }

  /** Sends a job with no reference, and waits until its row says `state` in front. The row's name is that of the prompt. */
  async submit(prompt: string, state = ''): Promise<void> {
    await (await this.compose(prompt)).send();
    const name = prompt.slice(0, 20);
    const has = (row: TreeRow): boolean => row.name.startsWith(name) && row.description.startsWith(state);
    await (await this.jobs()).until(`“${prompt}” is ${state}`, has, clipTime);
  }

  /** Where the key and other secrets stand, or these instead: in what was written and sent until now, in pages, and on the clipboard. */
  async leaks(secrets?: Readonly<Record<string, string>>): Promise<string[]> {
    const search = this.#search(secrets);
    await this.#lookAtPages(search);
    this.#lookAtTraces(search);
    // It is shown to a page that has the focus; the palette takes it from whatever had it.
    await this.wb.page.keyboard.press('F1');
    await this.wb.quickInput.field.focus();
    search.in('the clipboard', await this.wb.page.evaluate<string>('navigator.clipboard.readText()'));
    await this.wb.quickInput.cancel();
    return search.found;
  }

  get #key(): string {
    return this.#options.key ?? key;
  }

  #search(secrets: Readonly<Record<string, string>> = { 'the key': this.#key, ...this.#options.secrets }): Search {
    return new Search(secrets);
  }

  /**
   * All windows with their frames, and what these keep. Not looked into is how VS Code itself carries a secret: encrypted in the storage of
   * the browser, and on the socket between the window and its own server.
   */
  async #lookAtPages(search: Search): Promise<void> {
    const frames = this.wb.page
      .context()
      .pages()
      .flatMap((page) => page.frames());
    await Promise.all(
      frames.map(async (frame) => {
        for (const [what, text] of Object.entries(await textsOf(frame))) search.in(`${what} of ${frame.url()}`, text);
      }),
    );
  }

  /** Files of VS Code, its extensions and the workspace, its output, and requests: of its window, and at servers of the test. */
  #lookAtTraces(search: Search): void {
    const { requests, console, arrivals } = this.#traces;
    search.inFolder(dirname(this.folder));
    search.in('the output of the server', this.server.output());
    search.in('the console of the window', console.join('\n'));
    for (const request of requests)
      search.in(`a request for ${request.url()}`, told(request.url(), request.headers(), request.postDataBuffer()));
    for (const { url, headers, pieces } of arrivals.all)
      search.in(`what came to ${headers.host}${url}`, told(url, this.#withoutRightKey(headers), Buffer.concat(pieces)));
  }

  /** To the service itself the key comes as its bearer, and in no other way. */
  #withoutRightKey(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const baseUrl = this.#options.settings?.['seedance.baseUrl'];
    const isRight = typeof baseUrl === 'string' && headers.host === new URL(baseUrl).host;
    return isRight && headers.authorization === `Bearer ${this.#key}` ? { ...headers, authorization: '' } : headers;
  }

  /** Closes every tab. */
  async closeTabs(): Promise<void> {
    await this.wb.run('View: Close All Editors');
    await until('no tab left', async () => (await this.wb.editors.titles()).length === 0);
  }

  /** Requests of the window, its frames and its workers that went to anything but the server of the window itself. */
  async strangers(): Promise<string[]> {
    const foreign = this.#traces.requests.filter((request) => {
      const { protocol, origin } = new URL(request.url());
      return protocol.startsWith('http') && origin !== this.server.origin;
    });
    // What a page asks of its own resources has a made-up host, and is answered by VS Code's worker inside the browser.
    const answered = await Promise.all(foreign.map(async (request) => (await request.response())?.fromServiceWorker()));
    // Those of a page that was closed before are answered by nobody, and went nowhere.
    const isCut = (request: Request): boolean =>
      request.failure() !== null && new URL(request.url()).host.endsWith('.vscode-resource.vscode-cdn.net');
    return foreign
      .filter((request, index) => answered[index] !== true && !isCut(request))
      .map((request) => request.url());
  }

  /**
   * To be called after each test, with its pages as it has left them: of one that failed a picture is kept as `out/failures/NAME.png`.
   * Fails where the key stands in a page.
   */
  async afterTest(test: { readonly name: string }): Promise<void> {
    if ('passed' in test && test.passed === false) {
      const folder = join(out, 'failures');
      mkdirSync(folder, { recursive: true });
      await this.wb.page.screenshot({ path: join(folder, `${test.name.replace(/\W+/g, '-').slice(0, 80)}.png`) });
    }
    const search = this.#search();
    await this.#lookAtPages(search);
    assert.deepEqual(search.found, []);
  }
}

/** The composer's page, driven as people do: by what they see and click. */
export class ComposerPage {
  readonly page: FrameLocator;
  readonly #wb: Workbench;
  readonly #container: string;

  /** `container`: the title of the view that comes when a job is accepted. */
  constructor(page: FrameLocator, wb: Workbench, container = 'Seedance') {
    this.page = page;
    this.#wb = wb;
    this.#container = container;
  }

  get prompt(): Locator {
    return this.page.locator('#prompt');
  }

  get generate(): Locator {
    return this.page.locator('#generate');
  }

  /** The names under the pictures, in their order. */
  async references(): Promise<string[]> {
    return await this.page.locator('.reference .name').allInnerTexts();
  }

  /** Waits for exactly these references. */
  async hold(...names: readonly string[]): Promise<void> {
    await until(`the references ${names.join(', ')}`, async () => {
      const seen = await this.references();
      return seen.length === names.length && seen.every((name, index) => name === names[index]);
    });
  }

  /** How the service will take the references: "first frame" and the like. */
  async mode(): Promise<string> {
    const several = this.page.locator('#each-image .choice:has(:checked)');
    const said = (await several.isVisible()) ? several : this.page.locator('#references-title + .quiet');
    return (await said.innerText()).trim().replace('One clip: ', '');
  }

  /** Chooses what several images become. */
  async make(label: RegExp): Promise<void> {
    await this.page.locator('#each-image .choice').filter({ hasText: label }).click();
    await this.page.locator('#each-image').getByRole('radio', { name: label, checked: true }).waitFor();
  }

  /** What stands beside Generate, and on it. */
  async price(): Promise<string> {
    return `${await this.page.locator('#price').innerText()} | ${(await this.page.locator('#generate .for-idle').innerText()).split('\n')[0]}`;
  }

  /** What the page says it changed or left out. */
  get notices(): Locator {
    return this.page.locator('.notices .message');
  }

  /** How the first reference travels, as it reads below its picture. */
  async travel(): Promise<string> {
    return await this.page.locator('.travel-text').first().innerText({ timeout: 1_000 });
  }

  /** Waits until the first reference travels like this. */
  async travels(wanted: string | RegExp): Promise<void> {
    await until(`it travels as ${wanted}`, async () => {
      const text = await this.travel();
      if (typeof wanted === 'string' ? text === wanted : wanted.test(text)) return true;
      throw new Error(text);
    });
  }

  /** Which ways were tried, and why each of them is closed. */
  async tried(): Promise<string> {
    return await this.page.locator('#tried').innerText({ timeout: 5_000 });
  }

  /** Waits for an error or a warning. */
  async says(text: string | RegExp): Promise<void> {
    await this.page.locator('.message').getByText(text).first().waitFor();
  }

  /** What stopped the last Generate. */
  get failure(): Locator {
    return this.page.locator('.messages [role="alert"] .message');
  }

  /** Clicks one of the choices that stand side by side. */
  async pick(title: 'Aspect' | 'Duration' | 'Resolution' | 'Takes', label: string): Promise<void> {
    await this.page.getByRole('radiogroup', { name: title }).locator('.choice').filter({ hasText: label }).click();
    await this.page
      .getByRole('radiogroup', { name: title })
      .getByRole('radio', { name: label, checked: true })
      .waitFor();
  }

  /** Moves the slider of the durations, which starts at 4 s, by the keyboard. */
  async slideTo(seconds: number): Promise<void> {
    await this.page.locator('#duration').press('Home');
    for (let at = 4; at < seconds; at += 1) await this.page.locator('#duration').press('ArrowRight');
    await this.page.locator('output[for="duration"]').getByText(`${seconds} s`, { exact: true }).waitFor();
  }

  /** Takes a model out of the list. */
  async model(label: string): Promise<void> {
    await this.page.locator('#model').click();
    await this.page.locator('#model').getByRole('option', { name: label, exact: true }).click();
  }

  /** The settings as they read. */
  async settings(): Promise<{ aspect: string; duration: string; resolution: string; model: string }> {
    const checked = async (field: string): Promise<string> =>
      (await this.page.locator(`#${field} .choice:has(:checked)`).innerText()).trim();
    const slider = this.page.locator('output[for="duration"]');
    return {
      aspect: await checked('aspectRatio'),
      duration: (await slider.isVisible()) ? await slider.innerText() : await checked('duration'),
      resolution: await checked('resolution'),
      model: await this.page.locator('#model').evaluate((select: { readonly value: string }) => select.value),
    };
  }

  /** Writes the prompt, and waits until the host knows it: that is when Generate comes to life. */
  async write(prompt: string): Promise<void> {
    await this.prompt.fill(prompt);
    await this.page.locator('#generate[aria-disabled="false"]').waitFor();
  }

  /** Presses Generate and waits until the job is accepted: the composer goes, and the view of jobs comes. */
  async send(): Promise<void> {
    await this.generate.click();
    await this.gone();
  }

  /** Waits until the job is accepted. */
  async gone(): Promise<void> {
    await this.prompt.waitFor({ state: 'detached' });
    await this.#wb.page.locator('.sidebar .composite.title').getByText(this.#container).first().waitFor();
  }
}

/** What a clip is, by ffprobe: seconds, pixels, kinds of its streams. */
export async function probe(
  file: string,
): Promise<{ duration: number; width: number; height: number; streams: string[] }> {
  const entries = 'stream=codec_type,codec_name,width,height:format=duration';
  const { stdout } = await promisify(execFile)('ffprobe', [
    ...['-v', 'error', '-show_entries', entries, '-of', 'json'],
    file,
  ]);
  const { streams, format } = JSON.parse(stdout) as {
    streams: { codec_type: string; codec_name: string; width?: number; height?: number }[];
    format: { duration: string };
  };
  const video = streams.find(({ codec_type }) => codec_type === 'video');
  return {
    duration: Number(format.duration),
    width: video?.width ?? 0,
    height: video?.height ?? 0,
    streams: streams.map(({ codec_type, codec_name }) => `${codec_type} ${codec_name}`),
  };
}

/** The mean colour of a picture, or of a clip's frame at a time in seconds: red, green and blue of 0–255. */
export async function colourOf(file: string, time = 0): Promise<[number, number, number]> {
  const args = ['-v', 'error', '-ss', String(time), '-i', file, '-frames:v', '1', '-vf', 'scale=1:1:flags=area'];
  const raw = await promisify(execFile)('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], {
    encoding: 'buffer',
  });
  const [red = 0, green = 0, blue = 0] = raw.stdout;
  return [red, green, blue];
}

/** Writes a workspace file beside the folder; its path. */
function workspaceFile(folder: string, { workspaceSettings: settings = {}, isFar = false }: StudioOptions): string {
  const path = `${folder}.code-workspace`;
  const folders = [isFar ? { uri: 'far:/', name: 'postcards' } : { path: folder }];
  writeFileSync(path, JSON.stringify({ folders, settings }));
  return path;
}

/** Fills a folder of extensions with ours, in the language that is asked for, and with that of far folders where it is. */
function putTogether(folder: string, installed: string, { language, isFar = false }: StudioOptions): void {
  for (const name of readdirSync(installed).filter((each) => each.startsWith('seedance-studio.'))) {
    cpSync(join(installed, name), join(folder, name), { recursive: true });
    if (language !== undefined) writeTexts(join(folder, name), language.name, language.texts);
  }
  if (!isFar) return;
  const far = join(root, 'test/fixtures/far-extension');
  cpSync(far, join(folder, 'seedance-studio-test.seedance-far-0.0.1'), { recursive: true });
}

/** See `allOfPage`; nothing of a page that went away while it was looked at, and the next one where another came in its place. */
async function textsOf(frame: Frame): Promise<Record<string, string>> {
  return await until('the texts of a page', async () => {
    try {
      return await frame.evaluate<Record<string, string>>(allOfPage);
    } catch (error) {
      if (frame.isDetached() || frame.page().isClosed()) return {};
      throw error;
    }
  });
}

/** A request in bytes. */
function told(url: string, headers: object, body: Buffer | null): Buffer {
  return Buffer.concat([Buffer.from(`${url}\n${Object.entries(headers).join('\n')}\n`), body ?? Buffer.alloc(0)]);
}

/**
 * All that a page shows and keeps, by what it is: evaluated in the page. What a frame may not read is empty. One that runs no scripts, as
 * VS Code's for a walkthrough, never gets an answer that it would have to wait for: what it keeps is that of its parent.
 */
const allOfPage = `(() => {
  const texts = {};
  const see = (name, what) => { try { texts[name] = what(); } catch { texts[name] = ''; } };
  const read = async (name, what) => { try { texts[name] = await what(); } catch { texts[name] = ''; } };
  const text = (value) =>
    value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : typeof value === 'string' ? value : JSON.stringify(value);
  see('the page', () => document.documentElement.outerHTML);
  // Where the person has typed a secret, VS Code's own box keeps it, out of sight, until it asks the next question.
  const asked = (field) => field.closest('.quick-input-widget') !== null && !field.checkVisibility();
  const fields = () => [...document.querySelectorAll('input, textarea')].filter((field) => !asked(field));
  see('what is typed', () => fields().map(({ value }) => value).join());
  see('storage', () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]));
  see('the timeline', () => performance.getEntries().map(({ name }) => name).join());
  see('scripts', () => frameElement?.sandbox.length > 0 && !frameElement.sandbox.contains('allow-scripts') ? 'none' : '');
  if (texts.scripts === 'none') return texts;
  const databases = read('databases', async () => {
    const values = [];
    for (const { name } of await indexedDB.databases()) {
      const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) values.push(...await done(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    return values.map(text).join('\\n');
  });
  const cached = read('caches', async () => {
    const urls = [];
    for (const name of await caches.keys()) urls.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
    return urls.join();
  });
  return Promise.all([databases, cached]).then(() => texts);
})()`;
