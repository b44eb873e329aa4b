import * as vscode from 'vscode';
import { commandButton } from '../buttons.ts';
import { UserError } from '../commands.ts';
import type { Composers } from '../composer/composers.ts';
import { Command, ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import { PreviewPanel } from './previewPanel.ts';

/** What the preview is offered for, as package.json says it too. */
const isVideo = /\.(mp4|m4v|mov|webm)$/i;

/** The open previews, one or more a clip. */
export class Previews {
  readonly #studio: Studio;
  readonly #composers: () => Promise<Composers>;
  /** The one that was opened last comes last. */
  readonly #open = new Set<PreviewPanel>();
  /** Clips whose last frame is wanted as soon as they are shown. */
  readonly #wanted = new Set<string>();

  constructor(studio: Studio, composers: () => Promise<Composers>) {
    this.#studio = studio;
    this.#composers = composers;
  }

  /** Shows the clip in a tab that VS Code has made for it. */
  attach(uri: vscode.Uri, panel: vscode.WebviewPanel): void {
    const preview = new PreviewPanel(uri, panel, this.#studio, this.#composers);
    const key = uri.toString();
    this.#open.add(preview);
    panel.onDidDispose(() => this.#open.delete(preview));
    if (this.#wanted.delete(key)) preview.useLastFrame('continue');
  }

  /** Opens files, each in a preview of its own. Throws `UserError` where none of them is a video. */
  async openFiles(files: readonly vscode.Uri[]): Promise<void> {
    const videos = files.filter(({ path }) => isVideo.test(path));
    if (videos.length === 0) throw new UserError(vscode.l10n.t('Choose a video in the Explorer first.'));
    // Of several none takes the tab of another.
    const options = { preview: videos.length === 1 };
    for (const uri of videos) await vscode.commands.executeCommand('vscode.openWith', uri, ViewType.preview, options);
  }

  /**
   * Begins a new shot with the last frame of a job's clip, which its preview reads; where none is named (the walkthrough), of the
   * newest one. Throws `UserError` where there is no clip.
   */
  async continueFromLastFrame(jobId?: unknown): Promise<void> {
    const engine = await this.#studio.engine();
    const { store } = engine;
    const job = typeof jobId === 'string' ? store.get(jobId) : store.clips.newest();
    if (job === undefined && typeof jobId !== 'string')
      throw new UserError(vscode.l10n.t('There is no clip yet to go on from.'), {
        button: commandButton(vscode.l10n.t('Make a Sample Clip'), Command.trySample),
      });
    if (job?.download.state !== 'done') throw new UserError(vscode.l10n.t('The clip is not downloaded yet.'));
    const file = vscode.Uri.parse(job.download.file);
    const { findAgain, sizeOf } = await import('../library/findClips.ts');
    const clip = (await sizeOf(file)) === undefined ? ((await findAgain(engine, job)) ?? file) : file;
    const key = clip.toString();
    this.#wanted.add(key);
    try {
      await vscode.commands.executeCommand('vscode.openWith', clip, ViewType.preview);
      // A preview that was open already, and is shown now, has taken nothing from the set.
      if (!this.#wanted.has(key)) return;
      const own = [...this.#open].filter(({ clip }) => clip.toString() === key);
      (own.find(({ visible }) => visible) ?? own.at(-1))?.useLastFrame('continue');
    } finally {
      this.#wanted.delete(key);
    }
  }
}
