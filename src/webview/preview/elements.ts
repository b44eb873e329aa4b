import type { DirectiveResult } from 'lit/directive.js';
import { ref } from 'lit/directives/ref.js';

/** What each canvas was drawn from the last time. */
const drawnFrom = new WeakMap<Element, readonly unknown[]>();

/** Draws a canvas, and again when one of the values has changed that it is drawn from. */
export function drawn(draw: (canvas: HTMLCanvasElement) => void, ...from: readonly unknown[]): DirectiveResult {
  return ref((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return;
    const before = drawnFrom.get(canvas);
    if (before !== undefined && from.every((value, index) => value === before[index])) return;
    drawnFrom.set(canvas, from);
    // A moment later it is in its place and has its size.
    requestAnimationFrame(() => draw(canvas));
  });
}

/** Gives a canvas as many pixels as the screen has for it; its context and its size in CSS pixels. */
export function sized(canvas: HTMLCanvasElement): { context: CanvasRenderingContext2D; width: number; height: number } {
  const { clientWidth: width, clientHeight: height } = canvas;
  Object.assign(canvas, { width: width * devicePixelRatio, height: height * devicePixelRatio });
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.scale(devicePixelRatio, devicePixelRatio);
  return { context, width, height };
}

/** Makes a canvas as large as a picture, and draws that. */
export function drawWhole(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  Object.assign(canvas, { width: picture.width, height: picture.height });
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
}
