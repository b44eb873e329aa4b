import { release } from './pictureOf.ts';

/** A pointer that only passes by loads nothing, ms. */
const patience = 180;

/** Plays the clip of the card below the pointer or with the focus, without sound, over and over. It is loaded only then. */
export class HoverPlayer {
  readonly video = document.createElement('video');
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #id: string | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.video.muted = true;
    this.video.loop = true;
    this.video.playsInline = true;
    this.video.tabIndex = -1;
    this.video.setAttribute('aria-hidden', 'true');
    // Until then the card's picture is seen through it.
    this.video.addEventListener('playing', () => this.video.classList.add('seen'));
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.stop();
    });
  }

  /** The card that is played. */
  get id(): string | undefined {
    return this.#id;
  }

  /** Plays this clip soon; another one stops at once. */
  play(id: string, source: string | undefined): void {
    if (this.#id === id) return;
    this.stop();
    if (source === undefined || !mayMove()) return;
    this.#timer = setTimeout(() => {
      this.#id = id;
      this.#changed();
      this.video.src = source;
      // One that cannot be played shows its picture as before.
      this.video.play().catch(() => undefined);
    }, patience);
  }

  /** Stops, and lets go of the clip. */
  stop(): void {
    clearTimeout(this.#timer);
    if (this.#id === undefined) return;
    this.#id = undefined;
    this.video.classList.remove('seen');
    release(this.video);
    this.#changed();
  }
}

function mayMove(): boolean {
  const isStill = document.body.classList.contains('vscode-reduce-motion');
  return !isStill && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}
