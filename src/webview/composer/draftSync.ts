import type { DraftSettings } from '../../shared/draft.ts';
import { Later } from '../../shared/later.ts';

/** Sends changed fields to the host under the number of their edit. */
export type SendEdit = (edit: number, settings: Partial<DraftSettings>) => void;

/**
 * So long what follows a change is gathered before it is sent, in ms; the change itself is sent at once. Just enough for what comes in
 * bursts (a slider): when another tab covers the page, VS Code drops what the page says last, so anything that waits here is lost.
 */
export const typingPause = 30;

/**
 * The fields of the draft as they stand on the page, ahead of what the host knows. Every edit has a number, and the host
 * answers with the number it knows: fields are taken from it only when that is the latest, so nothing typed is undone.
 */
export class DraftSync {
  readonly #send: SendEdit;
  readonly #pause = new Later(() => this.#endPause(), typingPause);
  #settings: DraftSettings;
  #unsent: Partial<DraftSettings> = {};
  #edit: number;

  /** Starts from the host's first state; `edit` goes on counting where an earlier page of the same draft stopped. */
  constructor(settings: DraftSettings, edit: number, send: SendEdit) {
    this.#settings = settingsOf(settings);
    this.#edit = edit;
    this.#send = send;
  }

  /** What is on the page now. */
  get settings(): DraftSettings {
    return this.#settings;
  }

  /** Takes the host's fields over if it knows every edit made here. */
  receive(settings: DraftSettings, edit: number): void {
    if (!this.isKnownAt(edit)) return;
    this.#edit = edit;
    this.#settings = settingsOf(settings);
  }

  /** True when a host that knows `edit` knows all that is on the page. */
  isKnownAt(edit: number): boolean {
    return !this.#hasUnsent && edit >= this.#edit;
  }

  /** Changes fields now and tells the host as soon as it has had a moment for the change before: for typing. */
  type(change: Partial<DraftSettings>): void {
    this.#change(change);
    if (this.#pause.waiting) return;
    this.flush();
    this.#pause.ask();
  }

  /** Changes fields now and tells the host at once: for a choice. */
  pick(change: Partial<DraftSettings>): void {
    this.#change(change);
    this.flush();
  }

  /** Tells the host what it has not been told. */
  flush(): void {
    if (!this.#hasUnsent) return;
    const change = this.#unsent;
    this.#unsent = {};
    this.#edit += 1;
    this.#send(this.#edit, change);
  }

  /** All fields under a number of their own, for a request that carries them whole; nothing is left to be told after it. */
  claim(): { edit: number; settings: DraftSettings } {
    this.#unsent = {};
    this.#edit += 1;
    return { edit: this.#edit, settings: this.#settings };
  }

  get #hasUnsent(): boolean {
    return Object.keys(this.#unsent).length > 0;
  }

  #change(change: Partial<DraftSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#unsent = { ...this.#unsent, ...change };
  }

  #endPause(): void {
    if (!this.#hasUnsent) return;
    this.flush();
    this.#pause.ask();
  }
}

function settingsOf(draft: DraftSettings): DraftSettings {
  const { prompt, model, aspectRatio, duration, resolution, webhookUrl, metadata, fileName } = draft;
  return { prompt, model, aspectRatio, duration, resolution, webhookUrl, metadata, fileName };
}
