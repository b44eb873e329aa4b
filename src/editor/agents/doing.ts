import * as vscode from 'vscode';
import type { ToolName } from '../../shared/agents/toolNames.ts';

/** What a tool does while it runs, for the person in front of the chat. Nothing of what it was given: that is an agent's word. */
export function doing(tool: ToolName): string {
  switch (tool) {
    case 'generate':
      return vscode.l10n.t('Generating a video');
    case 'status':
      return vscode.l10n.t('Looking at a video job');
    case 'wait':
      return vscode.l10n.t('Waiting for a video');
    case 'list':
      return vscode.l10n.t('Listing video jobs');
    case 'cancel':
      return vscode.l10n.t('Cancelling a video job');
    case 'describe':
      return vscode.l10n.t('Describing a clip');
  }
}
