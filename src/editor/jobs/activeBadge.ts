import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { counted } from '../words/amounts.ts';

/** Keeps the number of active jobs as the badge of their view, until disposed. */
export function showActive(view: vscode.TreeView<string>, store: Engine['store']): vscode.Disposable {
  const count = (): void => {
    const value = store.countActive();
    const tooltip = counted(vscode.l10n.t('{0} clip in the making | {0} clips in the making'), value);
    view.badge = value === 0 ? undefined : { value, tooltip };
  };
  count();
  return vscode.Disposable.from(store.onDidChange(count));
}
