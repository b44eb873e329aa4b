import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { report } from '../commands.ts';
import type { Studio } from '../studio.ts';
import type { Condition } from './conditions.ts';
import { watchConditions } from './watchConditions.ts';

type KeyCondition = Extract<Condition, { kind: 'key' }>;

/** Asks for a key once when a service takes none of ours, however many jobs wait for it; again only after that was mended. */
export function registerKeyNotice(engine: Engine, studio: Studio): vscode.Disposable {
  let waiting: readonly KeyCondition[] = [];
  let asked = new Set<string>();
  const askNow = async (): Promise<void> => {
    // A window that nobody looks at asks when somebody does.
    if (!vscode.window.state.focused) return;
    const fresh = waiting.filter(({ origin }) => !asked.has(origin));
    for (const { origin } of fresh) asked.add(origin);
    await Promise.all(fresh.map((condition) => ask(condition, studio)));
  };
  return vscode.Disposable.from(
    watchConditions(engine, studio, async (conditions) => {
      waiting = conditions.filter((condition) => condition.kind === 'key');
      asked = new Set(waiting.map(({ origin }) => origin).filter((origin) => asked.has(origin)));
      await askNow();
    }),
    vscode.window.onDidChangeWindowState(() => {
      askNow().catch((error: unknown) => report(error, studio.log));
    }),
  );
}

async function ask(condition: KeyCondition, { keyring }: Studio): Promise<void> {
  const { keyText } = await import('../words/conditionText.ts');
  const set = vscode.l10n.t('Set API Key');
  // For the service that the jobs are at, which may not be the one in use.
  if ((await vscode.window.showWarningMessage(keyText(condition), set)) === set) await keyring.ask(condition.origin);
}
