import * as vscode from 'vscode';
import { documentedCapabilities, modelOf } from '../../shared/capabilities.ts';
import { plain } from '../plain.ts';

/** A model's name for people; its id where we know no other. */
export function modelName(id: string): string {
  return modelOf(documentedCapabilities, id)?.label ?? (plain(id, 60) || vscode.l10n.t('Unknown model'));
}
