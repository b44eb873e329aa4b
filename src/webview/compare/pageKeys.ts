import { listenForKeys } from '../page/listenForKeys.ts';
import { keys } from './keys.ts';
import type { CompareActions } from './model.ts';

/** What the keys need to know at the time of a press. */
export interface Looked {
  /** Seconds from the start. */
  readonly position: number;
  /** Ids in the order of the takes. */
  readonly takes: readonly string[];
}

/** Does what the keys say from now on. */
export function listenToKeys(actions: CompareActions, look: () => Looked): void {
  const go = (seconds: number) => () => actions.seek(look().position + seconds);
  const keep = (index: number) => () => {
    const take = look().takes[index];
    if (take !== undefined) actions.keep(take);
  };
  listenForKeys(keys, {
    ...actions,
    stop: () => actions.pause(),
    frameBack: () => actions.step(-1),
    frameOn: () => actions.step(1),
    secondBack: go(-1),
    secondOn: go(1),
    toStart: () => actions.seek(0),
    toEnd: () => actions.seek(Infinity),
    side: () => actions.lookAt('side'),
    wipe: () => actions.lookAt('wipe'),
    difference: () => actions.lookAt('difference'),
    keepFirst: keep(0),
    keepSecond: keep(1),
    keepThird: keep(2),
    keepFourth: keep(3),
  });
}
