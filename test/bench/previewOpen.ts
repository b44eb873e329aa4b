import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Studio } from '../e2e/support.ts';
import type { Bench } from './bench.ts';
import { forgetPresses, notePresses, noteShown, untilShown } from './shown.ts';

const run = promisify(execFile);

const runs = 11;

/** Until what the preview before still loads has come, ms: its file would be read beside that of the next one, whose time this is. */
const rest = 1_500;

/** From a click on a file in the explorer to its first picture on the screen, in our preview against VS Code's own, of the same clip. */
export const previewOpen: Bench = {
  unit: 'ms',
  better: 'smaller',
  goal: 1.3,
  async measure() {
    // By this both are opened by the same click.
    const settings = { 'workbench.editorAssociations': { '*ours.mp4': 'seedance.preview' } };
    const studio = await Studio.open({ settings });
    try {
      await makeClip(join(studio.folder, 'ours.mp4'));
      copyFileSync(join(studio.folder, 'ours.mp4'), join(studio.folder, 'theirs.mp4'));
      const { page } = studio.wb;
      await page.context().addInitScript(noteShown(sees));
      await page.evaluate(notePresses);
      const measured = {
        name: 'preview-open',
        peer: 'vscode.media-preview',
        ours: [] as number[],
        theirs: [] as number[],
      };
      // One run more that does not count, to warm up both.
      for (let turn = -1; turn < runs; turn++) {
        const ours = await firstPicture(studio, 'ours.mp4');
        const theirs = await firstPicture(studio, 'theirs.mp4');
        if (turn < 0) continue;
        measured.ours.push(ours);
        measured.theirs.push(theirs);
      }
      return [measured];
    } finally {
      await studio.close();
    }
  },
};

/** Ms from the click to the picture. */
async function firstPicture(studio: Studio, name: string): Promise<number> {
  await setTimeout(rest);
  await studio.closeTabs();
  const { page } = studio.wb;
  await studio.wb.explorer.show();
  await page.evaluate(forgetPresses);
  await studio.wb.explorer.row(name).click();
  return (await untilShown(page, 'a picture')).sinceFirst;
}

/**
 * A picture of the clip was presented, in an element that can be seen. Not by `readyState`: that of an element which is no part of a page
 * yet, as VS Code's own begins, says that it could play before any picture was decoded.
 */
const sees = `(() => {
  let watched;
  let presented = false;
  return (page) => {
    const video = page.querySelector('video');
    if (video && video !== watched) {
      watched = video;
      presented = false;
      video.requestVideoFrameCallback(() => (presented = true));
    }
    return presented && video?.checkVisibility({ visibilityProperty: true }) === true;
  };
})()`;

/** 15 s of 720p with sound, as the service makes them. */
async function makeClip(file: string): Promise<void> {
  await run('ffmpeg', [
    ...['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=24', '-f', 'lavfi'],
    ...['-i', 'sine=frequency=220:sample_rate=48000', '-t', '15', '-c:v', 'libx264', '-preset', 'veryfast'],
    ...['-b:v', '4M', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-movflags', '+faststart', file],
  ]);
}
