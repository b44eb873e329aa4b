import * as vscode from 'vscode';
import { leftOutNotice } from '../../engine/drafts/draft.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ComposerRequest } from '../../shared/composerMessages.ts';
import { mediaKindOf } from '../../shared/media.ts';
import { commandButton, tell } from '../buttons.ts';
import { askForUrls, draftOfOrigin, originOf } from '../clips/draftOfClip.ts';
import { homeOfReferences } from '../clips/referenceHome.ts';
import { Command } from '../contributions.ts';
import { dropKept, keepDropped, pastedName } from '../keptFile.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';
import type { Composer } from './composer.ts';
import { clipAmong, isClipName, pickFiles, pointAtFiles, pointAtUris } from './gestures.ts';

/** A file that has bytes and a name, and no place. */
type DroppedFile = Pick<Extract<ComposerRequest, { type: 'dropFile' }>, 'name' | 'bytes' | 'pasted'>;

/** Takes into a draft what is picked, dropped and pasted on its page, in that order: the first picture may be the first frame. */
export class Intake {
  readonly #composer: Composer;
  readonly #studio: Studio;
  readonly #engine: Engine;
  /** Until what has come so far is in the draft. */
  #done = Promise.resolve();

  constructor(composer: Composer, studio: Studio, engine: Engine) {
    this.#composer = composer;
    this.#studio = studio;
    this.#engine = engine;
  }

  /** Lets files be chosen. */
  async pick(): Promise<void> {
    this.#add(pointAtFiles((await pickFiles()) ?? []));
  }

  /** Takes what was dropped with an address: files of the workspace, URLs. */
  uris(uris: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      if (!(await this.#fillFrom(clipAmong(uris)))) this.#add(pointAtUris(uris));
    });
  }

  /** Takes a file that has no place. Rejects with `UserError` where it is too large. */
  file(file: DroppedFile): Promise<void> {
    return this.#inTurn(() => (file.pasted === true ? this.#paste(file) : this.#drop(file)));
  }

  #inTurn(take: () => Promise<unknown>): Promise<void> {
    const before = this.#done;
    const taken = (async () => {
      await before;
      await take();
    })();
    this.#done = taken.catch(() => undefined);
    return taken;
  }

  #add({ references, leftOut }: ReturnType<typeof pointAtFiles>): void {
    if (references.length > 0 || leftOut !== undefined) this.#composer.add(references, leftOut);
  }

  /** What comes from the clipboard is called “image.png” each time, and lies nowhere: it gets a name and a place, which are said. */
  async #paste({ name, bytes }: DroppedFile): Promise<void> {
    const before = this.#composer.draft.references.length;
    const called = pastedName(name, new Date());
    const isKept = await this.#drop({ name: called, bytes });
    if (isKept && this.#composer.draft.references.length > before)
      this.#composer.notice(
        vscode.l10n.t('“{0}” is kept in the storage of the extension. Nothing was put into your folder.', called),
      );
  }

  /** True where the file stays, to be a reference. */
  async #drop({ name, bytes }: DroppedFile): Promise<boolean> {
    const isClip = isClipName(name);
    const leftOut = mediaKindOf(name) === undefined ? leftOutNotice([name]) : undefined;
    if (leftOut !== undefined && !isClip) {
      this.#composer.add([], leftOut);
      return false;
    }
    const kept = await keepDropped(this.#studio, name, bytes);
    // What was only read is pointed at by nothing.
    const isRead = isClip && (await this.#fillFrom(kept));
    if (isRead)
      await dropKept(kept).catch((error: unknown) => this.#studio.log.warn('a copy could not be deleted', error));
    else this.#add(pointAtFiles([kept]));
    return !isRead;
  }

  /**
   * Fills an empty draft as the dropped clip's was: true then. A draft in which there is something takes the clip as a reference, and
   * how it was made is offered for a draft of its own.
   */
  async #fillFrom(clip: vscode.Uri | undefined): Promise<boolean> {
    if (clip === undefined) return false;
    const origin = await originOf(clip, this.#engine);
    if (origin === undefined) return false;
    const name = plain(clip.path.split('/').at(-1) ?? '', 60);
    const home = homeOfReferences(clip, this.#studio);
    const filled = this.#composer.empty ? await draftOfOrigin(origin, clip, this.#engine, askForUrls, home) : undefined;
    const said = vscode.l10n.t('Filled in as “{0}” was made. To use the clip as a reference, drop it once more.', name);
    // Somebody may have typed meanwhile.
    if (filled && this.#composer.fill({ ...filled, notices: [said, ...filled.notices] })) return true;
    const again = commandButton(vscode.l10n.t('Make Again…'), Command.makeAgainFromFile, clip);
    const message = vscode.l10n.t('“{0}” knows how it was made. Open a draft filled as it was?', name);
    void tell(vscode.window.showInformationMessage, message, [again]);
    return false;
  }
}
