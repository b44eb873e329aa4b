import { decodedSound, decodesSound, follow } from './follow.ts';
import { makeSound } from './makeSound.ts';
import type { Trouble } from './trouble.ts';

/** So long we wait for a sign of sound before anything is loaded to make it, ms. */
const grace = 60;

/** So long we wait for one before it is said that there is none, ms: some decode their first sound a little late. */
const lastGrace = 1000;

/** What there is to say of a clip's sound: mostly nothing, that it is being made, or why it stays silent. */
export type SoundState =
  { readonly type: 'quiet' } | { readonly type: 'making' } | { readonly type: 'silent'; readonly trouble: Trouble };

/** What shows a clip, in an element that may have to give way to another one. */
export interface Screen {
  readonly video: HTMLVideoElement;
  /** Lets an element that shows the same clip at the same moment take over. */
  exchange(video: HTMLVideoElement): void;
}

/** Sees to it that a clip is heard: where the page has no decoder for its sound, a copy with plain sound takes its place in the player. */
export class Sound {
  readonly #player: Screen;
  readonly #changed: () => void;
  #state: SoundState = { type: 'quiet' };
  #work = new AbortController();
  #copy: string | undefined;
  #settled = Promise.resolve();

  constructor(player: Screen, changed: () => void) {
    this.#player = player;
    this.#changed = changed;
  }

  get state(): SoundState {
    return this.#state;
  }

  /** Resolves when nothing is made any more for the clip that is shown. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** To be called after the player was told to load `clip`. `decoders` is the URL of sound.wasm. What was held of a clip before is let go. */
  watch(clip: string, decoders: string): void {
    this.forget();
    const { signal } = this.#work;
    const { video } = this.#player;
    const see = (): void => {
      this.#settled = this.#see(video, clip, decoders, signal);
    };
    if (video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) see();
    else video.addEventListener('canplay', see, { once: true, signal });
  }

  /** Stops what is made for a clip, and lets go of what was: to be called where another one is shown, or none. */
  forget(): void {
    this.#work.abort();
    this.#work = new AbortController();
    if (this.#copy !== undefined) URL.revokeObjectURL(this.#copy);
    this.#copy = undefined;
    this.#tell({ type: 'quiet' });
  }

  async #see(video: HTMLVideoElement, clip: string, wasm: string, signal: AbortSignal): Promise<void> {
    const heard = (): boolean | undefined => decodedSound(video);
    try {
      if ((await decodesSound(video, grace, signal)) === true) return;
      const onMaking = (): void => this.#tell({ type: 'making' });
      const made = await makeSound({ clip, wasm, heard, onMaking, signal });
      if (made.type === 'made') await this.#exchange(video, made.clip, signal);
      const silent = made.type === 'silent' && (await decodesSound(video, lastGrace, signal)) !== true;
      this.#tell(silent ? made : { type: 'quiet' });
    } catch {
      // The clip could not be read a second time, or plays without a sound all the same; of an older clip nobody wants to know.
      if (!signal.aborted) this.#tell({ type: 'silent', trouble: { reason: 'damaged' } });
    }
  }

  async #exchange(video: HTMLVideoElement, clip: ArrayBuffer, signal: AbortSignal): Promise<void> {
    this.#copy = URL.createObjectURL(new Blob([clip], { type: 'video/mp4' }));
    this.#player.exchange(await follow(video, this.#copy, signal));
  }

  #tell(state: SoundState): void {
    this.#state = state;
    this.#changed();
  }
}
