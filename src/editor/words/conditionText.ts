import * as vscode from 'vscode';
import type { Condition } from '../jobs/conditions.ts';
import { explain } from './failures.ts';
import { troubleWords, type Mend } from './troubles.ts';
import { counted } from './amounts.ts';
import { sentences } from './sentences.ts';

/** A condition in the line above the rows. */
export function conditionText(condition: Condition): string {
  if (condition.kind === 'readOnly') {
    const { what, todo } = troubleWords['store newer'];
    const facts = { host: '', said: '', code: '' };
    return sentences([what(facts), todo(facts)]);
  }
  const { host } = new URL(condition.origin);
  if (condition.kind === 'key') return keyText(condition);
  const { what, todo, passes } = explain(condition.failure, host);
  // What passes by itself is said calmly; what somebody has to mend is said with the mend.
  return passes
    ? vscode.l10n.t('{0} cannot be reached. Jobs go on there; they are looked at again once it can be reached.', host)
    : vscode.l10n.t('{0} {1} Jobs go on there.', what, todo);
}

/** What mends it; undefined for what passes by itself. */
export function conditionMend(condition: Condition): Mend | undefined {
  if (condition.kind === 'readOnly') return troubleWords['store newer'].mend;
  if (condition.kind === 'key') return 'setKey';
  const { mend, passes } = explain(condition.failure, new URL(condition.origin).host);
  return passes ? undefined : mend;
}

/** That jobs wait for a key. */
function keyText({ origin, jobs, why }: Extract<Condition, { kind: 'key' }>): string {
  const { host } = new URL(origin);
  const troubles = { refused: 'badKey', forbidden: 'forbidden', missing: 'noKey', unusable: 'unusableKey' } as const;
  const { what, todo } = troubleWords[troubles[why]];
  const facts = { host, said: '', code: '' };
  const waiting = counted(
    vscode.l10n.t('{0} job waits; it goes on at the service. | {0} jobs wait; they go on at the service.'),
    jobs,
  );
  return sentences([what(facts), waiting, todo(facts)]);
}
