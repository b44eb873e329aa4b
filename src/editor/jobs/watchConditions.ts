import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { report } from '../commands.ts';
import { Gathered } from '../gathered.ts';
import type { Studio } from '../studio.ts';
import { conditionsOf, type Condition } from './conditions.ts';

/** Changes that come within this time (ms) are one: jobs are looked at one after the other, and rows must not jump for each. */
const gatherFor = 500;

/** Tells `onChange` the conditions of the engine's jobs, and whenever they have become others. */
export function watchConditions(
  { store }: Engine,
  studio: Studio,
  onChange: (conditions: readonly Condition[]) => Promise<void>,
): vscode.Disposable {
  let told = '[]';
  const look = (): void => {
    const conditions = store.readOnly ? [{ kind: 'readOnly' as const }] : conditionsOf(store.unfinished());
    const now = JSON.stringify(conditions);
    if (now === told) return;
    told = now;
    onChange(conditions).catch((error: unknown) => report(error, studio.log));
  };
  const { ask, dispose } = new Gathered(look, gatherFor);
  ask();
  // What comes up after a key was set is news, even if it is what was said before.
  const anew = (): void => {
    told = '';
    ask();
  };
  return vscode.Disposable.from(store.onDidChange(ask), studio.keyring.onDidChange(anew), studio.onWillClose(dispose), {
    dispose,
  });
}
