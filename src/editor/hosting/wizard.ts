import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Bucket, BucketSecret } from '../../engine/references/bucket/bucket.ts';
import { Setting } from '../contributions.ts';
import { defaultBaseUrl } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { back } from './ask.ts';
import { askSteps } from './askSteps.ts';
import { bucketOf, emptyForm, formOf, secretOf, stepsOf, withService, type BucketForm } from './form.ts';
import { hostingSettings } from './hostingSettings.ts';
import { forgetBucket, saveBucket } from './saveBucket.ts';
import { tryUntilItWorks } from './trial.ts';
import { bucketItems, askWay, isService, otherItems, serviceItems, type Way, type WayItem } from './wayItems.ts';
import { bucketName } from './words.ts';
import { number } from '../words/amounts.ts';

/** The bucket that is set up, and its secret where that is on this machine. */
interface Configured {
  readonly bucket: Bucket;
  readonly secret?: BucketSecret;
}

/**
 * Sets up how local files travel: asks for the few values of a bucket, tries it, and only then saves it; or leads to the other ways.
 * Rejects with `UserError` where what was entered cannot be kept.
 */
export async function setUpHosting(studio: Studio): Promise<void> {
  const engine = await studio.engine();
  const configured = await readConfigured(studio);
  const wizard = new Wizard(studio, engine, configured);
  await (configured === undefined ? wizard.start() : wizard.manage(configured));
}

async function readConfigured({ bucketSecrets }: Studio): Promise<Configured | undefined> {
  const { bucket } = hostingSettings();
  if (bucket === undefined) return undefined;
  // A keyring that cannot be read holds no secret for us: it is asked for again.
  const secret = await bucketSecrets.get(bucket).catch(() => undefined);
  return { bucket, ...(secret !== undefined && { secret }) };
}

class Wizard {
  readonly #studio: Studio;
  readonly #engine: Engine;
  readonly #configured: Configured | undefined;

  constructor(studio: Studio, engine: Engine, configured: Configured | undefined) {
    this.#studio = studio;
    this.#engine = engine;
    this.#configured = configured;
  }

  /** Nothing is set up yet: all ways are offered. */
  async start(): Promise<void> {
    await this.#gather(emptyForm, [...serviceItems(), ...otherItems()]);
  }

  /** A bucket is set up: what can be done with it comes first. */
  async manage(configured: Configured): Promise<void> {
    const form = formOf(configured.bucket, configured.secret);
    for (;;) {
      const chosen = await askWay({ items: [...bucketItems(configured.bucket), ...otherItems()] });
      if (chosen !== 'change') {
        if (chosen !== undefined && chosen !== back) await this.#go(chosen, form);
        return;
      }
      if ((await this.#gather(form, serviceItems(), true)) !== back) return;
    }
  }

  /** Asks for a service and then for all that belongs to it; one can go back to the very beginning and keeps what was answered. */
  async #gather(start: BucketForm, items: readonly WayItem[], canGoBack = false): Promise<typeof back | undefined> {
    let form = start;
    for (;;) {
      const way = await askWay({ items, canGoBack, ...(form !== emptyForm && { current: form.service }) });
      if (way === undefined || way === back) return way;
      if (!isService(way)) {
        await this.#go(way, form);
        return undefined;
      }
      const asked = await askSteps(withService(form, way), stepsOf, 1);
      if (asked.end !== 'back') {
        if (asked.end === 'answered') await this.#tryAndSave(asked.form);
        return undefined;
      }
      form = asked.form;
    }
  }

  async #go(way: Way, form: BucketForm): Promise<void> {
    if (way === 'again') return this.#tryAgain(form);
    if (way === 'stop' && this.#configured !== undefined) return this.#stop(this.#configured.bucket);
    if (way === 'uploader') return openSetting(Setting.uploaderCommand);
    if (way === 'git') explainGit();
  }

  /** Where the secret is not on this machine, it is asked for first. */
  async #tryAgain(form: BucketForm): Promise<void> {
    if (form.secretAccessKey !== '') return this.#tryAndSave(form);
    const asked = await askSteps(form, () => ['secretAccessKey'], 0);
    if (asked.end === 'answered') await this.#tryAndSave(asked.form);
  }

  async #tryAndSave(form: BucketForm): Promise<void> {
    const tried = await tryUntilItWorks(this.#engine, form, this.#studio.settings.baseUrl ?? defaultBaseUrl);
    if (tried === undefined) return;
    const bucket = bucketOf(tried.form);
    await saveBucket(bucket, secretOf(tried.form), this.#studio.bucketSecrets, this.#configured?.bucket);
    tell(
      tried.works
        ? vscode.l10n.t('The bucket works. You are asked before the first upload.')
        : vscode.l10n.t('The bucket is saved, but it did not work when it was tried.'),
    );
  }

  async #stop(bucket: Bucket): Promise<void> {
    const { endpoint, name } = bucket;
    const left = this.#engine.uploads().filter((upload) => upload.endpoint === endpoint && upload.bucket === name);
    const yes = vscode.l10n.t('Stop Using It');
    const detail =
      left.length === 0
        ? vscode.l10n.t('Its settings and its secret key are forgotten.')
        : vscode.l10n.t(
            'Its settings and its secret key are forgotten. What was uploaded stays there ({0}): “Seedance: Remove Uploaded References…” can delete it before, not after.',
            number(left.length),
          );
    const message = vscode.l10n.t('Stop using the bucket {0}?', bucketName(bucket));
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
    await forgetBucket(bucket, this.#studio.bucketSecrets);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The bucket {0} is not used any more.', bucketName(bucket)),
    );
  }
}

/** Says how it went: short, as the next click is likely to be where the message stands. */
function tell(message: string): void {
  if (hostingSettings().ways.includes('bucket')) {
    void vscode.window.showInformationMessage(message);
    return;
  }
  const open = vscode.l10n.t('Open Settings');
  const off = vscode.l10n.t(
    '{0} But it is not used as long as the way “bucket” is switched off in the settings.',
    message,
  );
  openSettingOn(open, vscode.window.showWarningMessage(off, open), 'seedance.hosting');
}

function explainGit(): void {
  const message = vscode.l10n.t(
    'Nothing to set up: a file that is committed, unchanged and pushed to a public repository at GitHub, GitLab or Bitbucket is fetched from there, and nothing is uploaded. Below the picture it says “public” then.',
  );
  const [setting, button] = hostingSettings().ways.includes('git')
    ? [Setting.rawUrls, vscode.l10n.t('Other Git Hosts…')]
    : [Setting.hostingWays, vscode.l10n.t('Switch It On…')];
  openSettingOn(button, vscode.window.showInformationMessage(message, button), setting);
}

/** Nobody waits for a message that may stay for hours. */
function openSettingOn(button: string, said: Thenable<string | undefined>, setting: string): void {
  void said.then(async (choice) => {
    if (choice === button) await openSetting(setting);
  });
}

async function openSetting(name: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', name);
}
