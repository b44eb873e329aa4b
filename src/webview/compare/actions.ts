import type { CompareRequest } from '../../shared/compareMessages.ts';
import { movePoint, removePoint, type PointName } from '../page/points.ts';
import { neighbour, volumeStep } from '../preview/speeds.ts';
import type { Ensemble } from './ensemble.ts';
import { frameAround, stepped } from './frameTime.ts';
import type { CompareActions, Shown, View } from './model.ts';

/** What actions act on. */
export interface ActedOn extends Pick<CompareActions, 'toggleFullscreen' | 'toggleHelp'> {
  readonly ensemble: Ensemble;
  /** The speed that was chosen; keys go beyond it for a while. */
  readonly rate: () => number;
  readonly setRate: (rate: number) => void;
  readonly view: () => View;
  readonly change: (view: Partial<View>) => void;
  readonly shown: () => readonly Shown[];
  /** Who is heard has changed, or how loud. */
  readonly hear: () => void;
  readonly remember: () => void;
  readonly divide: (percent: number) => void;
  readonly tell: (request: CompareRequest) => void;
  /** Says of a take why it cannot be judged. */
  readonly refuse: (take: string) => void;
}

/** All that can be done on the page. */
export function actionsOf(page: ActedOn): CompareActions {
  const { ensemble, remember } = page;
  const pause = (): void => {
    ensemble.pause();
    ensemble.setRate(page.rate());
    remember();
  };
  const play = (): void => {
    // What was played faster for a while ended as fast.
    ensemble.setRate(page.rate());
    ensemble.play();
  };
  const setRate = (rate: number): void => {
    page.setRate(rate);
    remember();
  };
  const setVolume = (wanted: number): void => {
    const volume = Math.min(Math.max(0, Number(wanted.toFixed(2))), 1);
    for (const { screen } of page.shown()) screen.video.volume = volume;
    page.change({ volume, muted: false });
    page.hear();
  };
  // One that was mute begins at nothing, as in the preview.
  const louder = (by: number): void => setVolume((page.view().muted ? 0 : page.view().volume) + by);
  // Of several frame rates the highest: a step shows something new in one of them at least.
  const oneStep = (): number => Math.min(...page.shown().map(({ screen }) => screen.step));
  const moveTo = (name: PointName, seconds: number): void => {
    const { start, end } = frameAround(seconds, oneStep(), ensemble.duration);
    // A point is set for the loop, which holds the whole of its first frame and of its last one.
    ensemble.looping = true;
    ensemble.points = movePoint(ensemble.points, name, name === 'in' ? start : end);
    remember();
  };
  const setPoints = (points: Ensemble['points']): void => {
    ensemble.points = points;
    remember();
  };
  return {
    pause,
    togglePlay: () => {
      if (ensemble.playing) pause();
      else play();
    },
    seek: (seconds) => {
      ensemble.seek(seconds);
      remember();
    },
    step: (frames) => {
      if (ensemble.playing) pause();
      ensemble.seek(stepped(ensemble.position, oneStep(), frames));
      remember();
    },
    setRate,
    slower: () => setRate(neighbour(page.rate(), -1)),
    faster: () => setRate(neighbour(page.rate(), 1)),
    louder: () => louder(volumeStep),
    quieter: () => louder(-volumeStep),
    forward: () => {
      if (ensemble.playing && ensemble.backSpeed === 0) ensemble.setRate(Math.min(8, ensemble.rate * 2));
      else play();
    },
    backward: () => void ensemble.goBack(Math.min(8, ensemble.backSpeed * 2 || 1)),
    toggleLoop: () => {
      ensemble.looping = !ensemble.looping;
      remember();
    },
    setIn: () => moveTo('in', ensemble.position),
    setOut: () => moveTo('out', ensemble.position),
    movePoint: moveTo,
    removePoint: (name) => setPoints(removePoint(ensemble.points, name)),
    clearPoints: () => setPoints({}),
    toggleMute: () => {
      // Unmuting what was turned down to nothing must be heard.
      if (page.view().volume === 0) {
        setVolume(0.5);
        return;
      }
      page.change({ muted: !page.view().muted });
      page.hear();
    },
    toggleActualSize: () => page.change({ actualSize: !page.view().actualSize }),
    toggleFullscreen: page.toggleFullscreen,
    toggleHelp: page.toggleHelp,
    lookAt: (layout) => {
      if (layout === 'side' || page.shown().length > 1) page.change({ layout });
    },
    setPair: (pair) => {
      const view = page.view();
      const { left, right } = { ...view, ...pair };
      // One that is on both sides has changed places.
      const other =
        pair.left === undefined
          ? { left: left === right ? view.right : left, right }
          : { left, right: left === right ? view.left : right };
      page.change(other);
    },
    divide: (percent) => {
      const divider = Math.min(100, Math.max(0, percent));
      page.divide(divider);
      page.change({ divider });
    },
    hear: (heard) => {
      page.change({ heard, muted: false });
      page.hear();
    },
    keep: (take) => {
      const shown = page.shown().find((each) => each.take.id === take);
      // The button is off where it cannot be: only a key comes here then.
      if (shown?.take.unjudged !== undefined) page.refuse(take);
      else page.tell({ type: 'keep', take });
    },
    reject: (take) => page.tell({ type: 'reject', take }),
    open: (take) => page.tell({ type: 'open', take }),
  };
}
