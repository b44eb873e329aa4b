import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { tell } from '../buttons.ts';
import { report } from '../commands.ts';
import { mendButton } from '../mends.ts';
import type { Studio } from '../studio.ts';
import { conditionMend, conditionText } from '../words/conditionText.ts';
import type { Condition } from './conditions.ts';
import { watchConditions } from './watchConditions.ts';

/**
 * Asks once for what somebody has to mend (a key that is not taken, a proxy), however many jobs and windows wait for it; again only
 * after that was mended.
 */
export function registerConditionNotice(engine: Engine, studio: Studio): vscode.Disposable {
  let waiting = new Map<string, Condition>();
  const askNow = async (): Promise<void> => {
    // A window that nobody looks at asks when somebody does.
    if (!vscode.window.state.focused) return;
    const mine = [...waiting].filter(([question]) => engine.claimQuestion(question));
    await Promise.all(mine.map(([, condition]) => ask(condition)));
  };
  return vscode.Disposable.from(
    watchConditions(engine, studio, async (conditions) => {
      const now = new Map(
        conditions
          .filter((condition) => conditionMend(condition) !== undefined)
          .map((condition) => [questionOf(condition), condition] as const),
      );
      for (const question of waiting.keys()) if (!now.has(question)) engine.answerQuestion(question);
      waiting = now;
      await askNow();
    }),
    // Another key may be as wrong as the one before it: who set it is told.
    studio.keyring.onDidChange(() => {
      for (const question of waiting.keys()) engine.answerQuestion(question);
      waiting = new Map();
    }),
    vscode.window.onDidChangeWindowState(() => {
      askNow().catch((error: unknown) => report(error, studio.log));
    }),
  );
}

function questionOf(condition: Condition): string {
  return condition.kind === 'readOnly' ? condition.kind : `${condition.kind} ${condition.origin}`;
}

async function ask(condition: Condition): Promise<void> {
  // For the service that the jobs are at, which may not be the one in use.
  const target = condition.kind === 'readOnly' ? {} : { origin: condition.origin };
  await tell(vscode.window.showWarningMessage, conditionText(condition), [
    mendButton(conditionMend(condition), target),
  ]);
}
