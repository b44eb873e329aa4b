import { type Browser, chromium } from 'playwright-core';
import { chromium as installedChromium } from './setup.mjs';

/** Starts the machine's own Chromium, headless. Debian's has H.264 and AAC, so clips play. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = installedChromium();
  if (executablePath === undefined) throw new Error('No Chromium found: run `npm test` once, or install chromium.');
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}
