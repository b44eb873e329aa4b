import * as vscode from 'vscode';
import type { Look } from '../../engine/references/look.ts';
import { refusal } from '../../engine/references/media/refusal.ts';
import type { ReferenceTravel } from '../../shared/composerMessages.ts';
import type { Reference } from '../../shared/draft.ts';
import { line } from '../../shared/line.ts';

/** How a reference gets to the service, as far as that is known. `progress`: how much of it is uploaded, 0 to 1. */
export function travelOf(reference: Reference, look: Look | undefined, progress: number | undefined): ReferenceTravel {
  const { id: referenceId } = reference;
  if (look === undefined) return { referenceId, way: 'checking', text: vscode.l10n.t('checking…') };
  if (look.facts !== undefined && refusal(reference, look.facts) !== undefined)
    return { referenceId, way: 'noWay', text: vscode.l10n.t('cannot be used') };
  const { text, detail, tried } = look.travel;
  return {
    referenceId,
    ...look.travel,
    // An address or a program's words may be in it.
    text: line(text, 200),
    ...(detail !== undefined && { detail: line(detail, 1000) }),
    ...(tried !== undefined && { tried: tried.map((reason) => line(reason, 1000)) }),
    ...(progress !== undefined && { progress }),
  };
}
