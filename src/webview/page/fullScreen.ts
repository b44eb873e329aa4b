/** What a page asks its host for: that the window shows nothing but it, or all else again. */
export interface FillRequest {
  readonly type: 'fill';
  readonly on: boolean;
}

/**
 * A page's full screen. A browser may give it; the frames in which VS Code shows pages are mostly not allowed to have it, and then VS Code is
 * asked for a window that shows nothing but this page. It comes and goes by a press of the person alone; Escape leaves it.
 */
export class FullScreen {
  readonly #element: () => Element | null;
  readonly #ask: (request: FillRequest) => void;
  readonly #changed: () => void;
  #fills = false;

  /** `element`: what fills the screen. `changed`: to be drawn again. */
  constructor(element: () => Element | null, ask: (request: FillRequest) => void, changed: () => void) {
    this.#element = element;
    this.#ask = ask;
    this.#changed = changed;
    document.addEventListener('fullscreenchange', changed);
    window.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !this.#fills) return;
      // It closes what is in front first.
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      this.#fill(false);
    });
  }

  get on(): boolean {
    return this.#fills || document.fullscreenElement !== null;
  }

  /** The page is to show nothing but what fills the screen. */
  get fills(): boolean {
    return this.#fills;
  }

  /** To be called where somebody has pressed for it. */
  toggle(): void {
    if (!navigator.userActivation.isActive) return;
    if (document.fullscreenEnabled) void this.#toggleOwn();
    else this.#fill(!this.#fills);
  }

  #fill(on: boolean): void {
    this.#fills = on;
    this.#ask({ type: 'fill', on });
    this.#changed();
  }

  async #toggleOwn(): Promise<void> {
    try {
      if (document.fullscreenElement !== null) await document.exitFullscreen();
      else await this.#element()?.requestFullscreen();
    } catch {
      // The window said no after all.
      this.#fill(true);
    }
  }
}
