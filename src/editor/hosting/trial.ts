import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { BucketError } from '../../engine/references/bucket/bucketError.ts';
import { plain } from '../plain.ts';
import { askSteps } from './askSteps.ts';
import { bucketOf, secretOf, stepsOf, type BucketForm } from './form.ts';
import { mends, type Mend } from './mends.ts';
import { bucketName, changeText } from './words.ts';

/** How a trial ended for the person: with a form that is to be saved, or undefined where nothing is. */
export interface Tried {
  readonly form: BucketForm;
  readonly works: boolean;
}

/** What went wrong, and what can be done about it. */
interface Trouble {
  readonly text: string;
  readonly mend: Mend;
}

/**
 * Tries a bucket for the service at `origin`, and again with what is changed after each failure, until it works or the person saves
 * it or leaves it as it is.
 */
export async function tryUntilItWorks(engine: Engine, start: BucketForm, origin: string): Promise<Tried | undefined> {
  let form = start;
  for (;;) {
    const trouble = await tryOnce(engine, form, origin);
    if (trouble === undefined) return { form, works: true };
    const next = await mend(form, trouble);
    if (next === undefined || 'works' in next) return next;
    form = next;
  }
}

async function tryOnce(engine: Engine, form: BucketForm, origin: string): Promise<Trouble | undefined> {
  const bucket = bucketOf(form);
  const title = vscode.l10n.t(
    'Trying the bucket {0}: puts a small file there, reads it as a stranger, deletes it',
    bucketName(bucket),
  );
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    try {
      await engine.tryBucket(bucket, secretOf(form), origin, stop.signal);
      return undefined;
    } catch (error) {
      if (stop.signal.aborted)
        return { text: vscode.l10n.t('The trial was stopped.'), mend: { steps: stepsOf, again: true } };
      if (!(error instanceof BucketError)) throw error;
      return { text: error.message, mend: mends[error.fault] };
    }
  });
}

/** Asks what to do about the trouble, until there is something to try or to end with. */
async function mend(
  form: BucketForm,
  { text, mend: { steps, again } }: Trouble,
): Promise<BucketForm | Tried | undefined> {
  const [first] = steps?.(form) ?? [];
  const change = first && (steps === stepsOf ? vscode.l10n.t('Change…') : changeText(first));
  const tryAgain = vscode.l10n.t('Try Again');
  const save = vscode.l10n.t('Save Anyway');
  const buttons = [...(change === undefined ? [] : [change]), ...(again ? [tryAgain] : []), save];
  for (;;) {
    // Not in a corner, where it is closed or overlooked with all that was entered.
    const choice = await vscode.window.showErrorMessage(plain(text, 600), { modal: true }, ...buttons);
    if (choice === tryAgain) return form;
    if (choice === save) return { form, works: false };
    if (choice !== change || steps === undefined) return undefined;
    const asked = await askSteps(form, steps, 0);
    if (asked.end === 'answered') return asked.form;
    // Left by an Escape too many: all that was entered before is still there, and so is the trouble.
  }
}
