import * as vscode from 'vscode';
import type { StoreError } from '../engine/jobs/storeError.ts';
import { tell } from './buttons.ts';
import { mendButton } from './mends.ts';
import { explainStore } from './words/failures.ts';

/** Tells that the database of jobs cannot be used, what was not done because of that, and what mends it. */
export async function tellStore(error: StoreError): Promise<void> {
  const { what, todo, mend } = explainStore(error);
  const charge = vscode.l10n.t('Nothing new was sent or charged; what was sent before goes on at the service.');
  await tell(vscode.window.showErrorMessage, `${what} ${charge} ${todo}`, [mendButton(mend)]);
}
