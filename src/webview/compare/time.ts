import type { Time } from './ensemble.ts';

/** The browser's time. Timers, not frames of the page: there are none while its window is covered, and the clips go on. */
export const browserTime: Time = {
  now: () => performance.now(),
  every(ms, act) {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
  after: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
