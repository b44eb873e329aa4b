import * as vscode from 'vscode';
import { documentedCapabilities, modelOf } from '../../shared/capabilities.ts';
import { plain } from '../plain.ts';

/** A model's name for people; its id where we know no other, at most `length` characters of it. */
export function modelName(id: string, length = 60): string {
  return modelOf(documentedCapabilities, id)?.label ?? (plain(id, length) || vscode.l10n.t('Unknown model'));
}
