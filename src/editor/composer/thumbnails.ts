import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Picture } from '../../engine/references/picture.ts';
import type { ComposerEvent } from '../../shared/composerMessages.ts';
import type { Reference } from '../../shared/draft.ts';
import { pictureOfFile } from '../pictureOfFile.ts';
import type { Service } from '../studio.ts';

type Thumbnail = Extract<ComposerEvent, { type: 'thumbnail' }>;

/** Loads what the page shows of references. The page itself fetches nothing: what it gets was looked at here. */
export class Thumbnails {
  readonly #engine: Engine;
  readonly #loaded = new Map<string, Promise<Thumbnail>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The picture of a reference, or why there is none. Never rejects; a second call with the same `key` brings the same again. */
  get(reference: Reference, key: string, service: Service | undefined): Promise<Thumbnail> {
    const whole = `${key} ${service?.kind ?? ''}`;
    let thumbnail = this.#loaded.get(whole);
    if (thumbnail === undefined) {
      thumbnail = this.#load(reference, service);
      this.#loaded.set(whole, thumbnail);
    }
    return thumbnail;
  }

  async #load(reference: Reference, service: Service | undefined): Promise<Thumbnail> {
    const { id: referenceId, kind } = reference;
    if (kind === 'video' || kind === 'audio') return { type: 'thumbnail', referenceId };
    try {
      const { mime, bytes } = await this.#picture(reference, service);
      return { type: 'thumbnail', referenceId, mime, bytes };
    } catch (error) {
      return { type: 'thumbnail', referenceId, text: error instanceof Error ? error.message : String(error) };
    }
  }

  async #picture({ source }: Reference, service: Service | undefined): Promise<Picture> {
    if (source.type === 'url') {
      // In the sandbox nothing leaves this machine, not even the wish to see a picture.
      if (service?.kind !== 'live') throw new Error(vscode.l10n.t('not fetched in the sandbox'));
      return this.#engine.picture(source.url, service.baseUrl);
    }
    return pictureOfFile(source.uri);
  }
}
