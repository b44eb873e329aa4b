import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Pictures of a window one after the other, each seen for its own time, and the arrow of the mouse, which no screenshot shows. */
export class Film {
  readonly #page: Page;
  readonly #folder = mkdtempSync(join(tmpdir(), 'seedance-film-'));
  readonly #shots: { readonly file: string; readonly seconds: number }[] = [];
  #mouse = { x: 640, y: 500 };

  constructor(page: Page) {
    this.#page = page;
  }

  /** Seconds of the film until now. */
  get seconds(): number {
    return this.#shots.reduce((sum, { seconds }) => sum + seconds, 0);
  }

  /** Takes a picture that is seen for so many seconds, a multiple of 0.04. */
  async shoot(seconds: number): Promise<void> {
    await this.#page.evaluate(`(${drawArrow})(${this.#mouse.x}, ${this.#mouse.y})`);
    const file = join(this.#folder, `${this.#shots.length}.png`);
    await this.#page.screenshot({ path: file, caret: 'initial' });
    this.#shots.push({ file, seconds });
  }

  /** Moves the mouse to a place of the window, px, as a hand does: slower where it ends. */
  async moveTo(x: number, y: number, pictures = 6): Promise<void> {
    const from = this.#mouse;
    for (let index = 1; index <= pictures; index++) {
      const done = 1 - (1 - index / pictures) ** 2;
      this.#mouse = { x: from.x + (x - from.x) * done, y: from.y + (y - from.y) * done };
      await this.#page.mouse.move(this.#mouse.x, this.#mouse.y);
      await this.shoot(0.04);
    }
  }

  /** Writes it as an animated WebP, so many pixels wide, that begins anew at its end. */
  write(file: string, width: number): void {
    const list = join(this.#folder, 'shots.txt');
    const lines = this.#shots.map((shot) => `file '${shot.file}'\nduration ${shot.seconds}`);
    // The last one is named twice: its time counts only where another one comes.
    writeFileSync(list, [...lines, `file '${this.#shots.at(-1)?.file ?? ''}'`].join('\n'));
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-y', '-f', 'concat', '-safe', '0', '-i', list],
      ...['-vf', `scale=${width}:-2:flags=lanczos`, '-fps_mode', 'vfr'],
      ...['-c:v', 'libwebp_anim', '-quality', '80', '-compression_level', '6', '-loop', '0', file],
    ]);
  }

  /** Deletes the pictures it was made from. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Runs in the window: an arrow over all else that no mouse touches. */
const drawArrow = `(x, y) => {
  const shape = 'polygon(0 0, 0 100%, 27% 77%, 46% 77%, 100% 71%)';
  const layers = [['#fff', 0], ['#000', 1.5]];
  for (const [index, [colour, inset]] of layers.entries()) {
    const id = 'film-arrow-' + index;
    const arrow = document.getElementById(id) ?? document.body.appendChild(Object.assign(document.createElement('div'), { id }));
    Object.assign(arrow.style, {
      position: 'fixed', zIndex: '1000000', pointerEvents: 'none', clipPath: shape, background: colour,
      left: x + inset + 'px', top: y + inset * 2 + 'px', width: 16 - inset * 2.4 + 'px', height: 22 - inset * 3.6 + 'px',
    });
  }
}`;
