import type { PreviewActions } from './model.ts';
import { movePoint, removePoint, type PointName } from '../page/points.ts';
import { neighbour, volumeStep } from './speeds.ts';
import type { Transport } from './transport.ts';

/** What actions act on. They are made before what they act on is. */
export interface ActedOn extends Pick<
  PreviewActions,
  'ask' | 'open' | 'takeFrame' | 'toggleActualSize' | 'toggleFullscreen' | 'toggleHelp' | 'point'
> {
  readonly transport: () => Transport;
  readonly video: () => HTMLVideoElement;
  /** To be drawn again. */
  readonly changed: () => void;
}

/** All that can be done on the page. */
export function actionsOf({ transport, video, changed, ...page }: ActedOn): PreviewActions {
  const setVolume = (volume: number): void => {
    Object.assign(video(), { volume: Math.min(Math.max(0, volume), 1), muted: false });
  };
  const louder = (by: number): void => {
    const { muted, volume } = video();
    setVolume(Number(((muted ? 0 : volume) + by).toFixed(2)));
  };
  const by = (seconds: number): void => transport().seek(video().currentTime + seconds);
  const moveTo = (name: PointName, seconds: number): void => {
    const { frames, playback } = transport();
    // The loop holds the whole of its first frame and of its last one.
    const frame = frames?.at(seconds) ?? 0;
    const at = name === 'in' ? frames?.begin(frame) : frames?.end(frame);
    // A point is set for the loop.
    transport().loop = true;
    transport().points = movePoint(playback.points, name, at ?? seconds);
  };
  const setRate = (rate: number): void => {
    transport().rate = rate;
  };
  return {
    togglePlay: () => transport().togglePlay(),
    stop: () => transport().stop(),
    forward: () => transport().forward(),
    backward: () => transport().backward(),
    frameBack: () => transport().step(-1),
    frameOn: () => transport().step(1),
    secondBack: () => by(-1),
    secondOn: () => by(1),
    toStart: () => transport().seek(0),
    toEnd: () => transport().toEnd(),
    seek: (seconds) => transport().seek(seconds),
    setIn: () => moveTo('in', video().currentTime),
    setOut: () => moveTo('out', video().currentTime),
    movePoint: moveTo,
    removePoint: (name) => {
      transport().points = removePoint(transport().playback.points, name);
    },
    clearPoints: () => {
      transport().points = {};
    },
    toggleLoop: () => {
      transport().loop = !transport().playback.loop;
    },
    setRate,
    slower: () => setRate(neighbour(transport().playback.rate, -1)),
    faster: () => setRate(neighbour(transport().playback.rate, 1)),
    setVolume,
    louder: () => louder(volumeStep),
    quieter: () => louder(-volumeStep),
    toggleMute: () => {
      const element = video();
      // Unmuting what was turned down to nothing must be heard.
      if (element.volume === 0) setVolume(0.5);
      else element.muted = !element.muted;
    },
    ask: page.ask,
    open: page.open,
    takeFrame: page.takeFrame,
    toggleActualSize: () => {
      page.toggleActualSize();
      changed();
    },
    toggleFullscreen: page.toggleFullscreen,
    toggleHelp: page.toggleHelp,
    point: (seconds) => {
      page.point(seconds);
      changed();
    },
  };
}
