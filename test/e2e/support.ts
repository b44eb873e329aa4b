import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { Browser, FrameLocator, Locator, Request } from 'playwright-core';
import { readLedger, type LedgerEntry } from '../../src/sandbox/ledger.ts';
import { openBrowser } from '../support/browser.ts';
import { packageExtension } from '../support/build.ts';
import { startCodeServer } from '../support/code-server.ts';
import { installExtension } from '../support/install-extension.ts';
import { out, root, vsix } from '../support/paths.mjs';
import type { Server } from '../support/server.ts';
import { Search } from '../support/faults/search.ts';
import { until } from '../support/until.ts';
import type { Settings } from '../support/vscode-home.ts';
import { Workbench } from '../support/workbench.ts';
import type { Tree, TreeRow } from '../support/workbench/tree.ts';

/** How long a clip of the sandbox may take on a busy machine, ms. */
export const clipTime = 60_000;

export interface StudioOptions {
  readonly settings?: Settings;
  /** What the machine says in settings of its own, as a dev container does. */
  readonly machineSettings?: Settings;
  /** Opens the folder by a workspace file that says this. */
  readonly workspaceSettings?: Settings;
  /** Added to the environment of VS Code and its extensions. */
  readonly env?: NodeJS.ProcessEnv;
  /** Opens a window without a folder. */
  readonly empty?: boolean;
  /** Starts in Restricted Mode, in which VS Code keeps a folder until somebody trusts it. */
  readonly untrusted?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** One person's VS Code with the packaged extension: a server, a browser, a window, and a folder of their own. */
export class Studio {
  readonly wb: Workbench;
  readonly server: Server;
  /** The workspace: a copy of the sample folder. */
  readonly folder: string;
  readonly #browser: Browser;
  readonly #requests: readonly Request[];
  readonly #console: readonly string[];

  private constructor(
    wb: Workbench,
    server: Server,
    folder: string,
    browser: Browser,
    requests: readonly Request[],
    console: readonly string[],
  ) {
    this.wb = wb;
    this.server = server;
    this.folder = folder;
    this.#browser = browser;
    this.#requests = requests;
    this.#console = console;
  }

  /** Builds and installs what has changed, and opens a window. `prepare` may put more into the workspace. */
  static async open(options: StudioOptions = {}, prepare?: (folder: string) => void): Promise<Studio> {
    await packageExtension();
    const extensions = await installExtension(vsix);
    const folder = join(mkdtempSync(join(tmpdir(), 'seedance-e2e-')), 'postcards');
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
    const env = { EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }), ...options.env };
    const { machineSettings } = options;
    const [server, browser] = await Promise.all([
      startCodeServer({ extensions, settings, env, workspaceTrust, ...(machineSettings && { machineSettings }) }),
      openBrowser(),
    ]);
    const { viewport } = options;
    const requests: Request[] = [];
    const console: string[] = [];
    browser.on('context', (context) => {
      context.on('request', (request) => requests.push(request));
      context.on('console', (message) => console.push(message.text()));
    });
    const whole = options.workspaceSettings === undefined ? folder : workspaceFile(folder, options.workspaceSettings);
    const opened = options.empty === true ? '' : whole;
    const wb = await Workbench.open({ browser, server, folder: opened, ...(viewport && { viewport }) });
    return new Studio(wb, server, folder, browser, requests, console);
  }

  /** Ends everything and deletes what was made. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
    rmSync(dirname(this.folder), { recursive: true, force: true });
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
    return await this.wb.tree('Seedance', 'Jobs (Sandbox)');
  }

  /** The composer in front, once it can be typed into. Looks again while tabs change: another one may have been in front until now. */
  async composer(): Promise<ComposerPage> {
    const look = async (): Promise<ComposerPage | undefined> => {
      if ((await this.wb.editors.active()) !== 'Generate Video') return undefined;
      const page = new ComposerPage(await this.wb.editors.webview(), this.wb);
      await page.prompt.waitFor({ timeout: 2_000 });
      return page;
    };
    return await until('a composer in front', look, 30_000);
  }

  /** A composer with nothing in it but this prompt. */
  async compose(prompt: string): Promise<ComposerPage> {
    await this.wb.run('Seedance: Generate Video from Text…');
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
    await menu.choose('Generate Video…');
  }

  /** Sends a job with no reference, and waits until its row says `state` in front. The row's name is that of the prompt. */
  async submit(prompt: string, state = ''): Promise<void> {
    await (await this.compose(prompt)).send();
    const name = prompt.slice(0, 20);
    const has = (row: TreeRow): boolean => row.name.startsWith(name) && row.description.startsWith(state);
    await (await this.jobs()).until(`“${prompt}” is ${state}`, has, clipTime);
  }

  /**
   * Where secrets stand that must be nowhere: files of VS Code, of the workspace and below `places`, its output, its pages with all
   * that they keep, the clipboard, requests of its window. Not looked into is how VS Code itself carries a secret: encrypted in the
   * storage of the browser, and on the socket between the window and its own server.
   */
  async leaks(secrets: Readonly<Record<string, string>>, ...places: readonly string[]): Promise<string[]> {
    const search = new Search(secrets);
    for (const place of [this.server.home.folder, this.folder, ...places]) search.inFolder(place);
    search.in('the output of the server', this.server.output());
    search.in('the console of the window', this.#console.join('\n'));
    for (const frame of this.wb.page.frames())
      for (const [what, text] of Object.entries(await frame.evaluate<Record<string, string>>(allOfPage)))
        search.in(`${what} of ${frame.url()}`, text);
    // It is shown to a page that has the focus; the palette takes it from whatever had it.
    await this.wb.page.keyboard.press('F1');
    await this.wb.quickInput.field.focus();
    search.in('the clipboard', await this.wb.page.evaluate<string>('navigator.clipboard.readText()'));
    await this.wb.quickInput.cancel();
    for (const request of this.#requests)
      search.inValue(`a request for ${request.url()}`, [request.url(), request.headers(), request.postData()]);
    return search.found;
  }

  /** Closes every tab. */
  async closeTabs(): Promise<void> {
    await this.wb.run('View: Close All Editors');
    await until('no tab left', async () => (await this.wb.editors.titles()).length === 0);
  }

  /** Requests of the window, its frames and its workers that went to anything but the server of the window itself. */
  async strangers(): Promise<string[]> {
    const foreign = this.#requests.filter((request) => {
      const { protocol, origin } = new URL(request.url());
      return protocol.startsWith('http') && origin !== this.server.origin;
    });
    // What a page asks of its own resources has a made-up host, and is answered by VS Code's worker inside the browser.
    const answered = await Promise.all(foreign.map(async (request) => (await request.response())?.fromServiceWorker()));
    return foreign.filter((_, index) => answered[index] !== true).map((request) => request.url());
  }

  /** To be called after each test: of one that failed a picture is kept as `out/failures/NAME.png`. */
  async keepPicture(test: { readonly name: string }): Promise<void> {
    if (!('passed' in test) || test.passed !== false) return;
    const folder = join(out, 'failures');
    mkdirSync(folder, { recursive: true });
    await this.wb.page.screenshot({ path: join(folder, `${test.name.replace(/\W+/g, '-').slice(0, 80)}.png`) });
  }
}

/** The composer's page, driven as people do: by what they see and click. */
export class ComposerPage {
  readonly page: FrameLocator;
  readonly #wb: Workbench;

  constructor(page: FrameLocator, wb: Workbench) {
    this.page = page;
    this.#wb = wb;
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
    await this.#wb.page.locator('.sidebar .composite.title').getByText('Seedance').first().waitFor();
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
function workspaceFile(folder: string, settings: Settings): string {
  const path = `${folder}.code-workspace`;
  writeFileSync(path, JSON.stringify({ folders: [{ path: folder }], settings }));
  return path;
}

/** All that a page shows and keeps, by what it is: evaluated in the page. What a frame may not read is empty. */
const allOfPage = `(async () => {
  const texts = {};
  const read = async (name, what) => { try { texts[name] = await what(); } catch { texts[name] = ''; } };
  const text = (value) =>
    value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : typeof value === 'string' ? value : JSON.stringify(value);
  await read('the page', () => document.documentElement.outerHTML);
  await read('what is typed', () => [...document.querySelectorAll('input, textarea')].map(({ value }) => value).join());
  await read('storage', () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]));
  await read('the timeline', () => performance.getEntries().map(({ name }) => name).join());
  await read('databases', async () => {
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
  await read('caches', async () => {
    const urls = [];
    for (const name of await caches.keys()) urls.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
    return urls.join();
  });
  return texts;
})()`;
