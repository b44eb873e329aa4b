import * as vscode from 'vscode';
import type { StoreError } from '../engine/jobs/storeError.ts';
import { tell } from './buttons.ts';
import { mendButton } from './mends.ts';
import { explainStore, storeText } from './words/failures.ts';

/** Tells that the database of jobs cannot be used, what was not done because of that, and what mends it. */
export async function tellStore(error: StoreError): Promise<void> {
  await tell(vscode.window.showErrorMessage, storeText(error), [mendButton(explainStore(error).mend)]);
}
