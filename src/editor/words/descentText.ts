import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import type { Descent } from '../../shared/draft.ts';
import { plain } from '../plain.ts';
import { elapsed } from './amounts.ts';
import { titleOf } from './jobText.ts';

/** How a draft comes from a job's take. The other may be gone: then its file, or its request id, names it. */
export function descentText({ way, at, clip, requestId }: Descent, parent: Job | undefined): string {
  const name = parent === undefined ? plain(clip ?? requestId ?? '', 60) : titleOf(parent, 40);
  const place = at === undefined ? '' : elapsed(at * 1000);
  switch (way) {
    case 'again':
      return vscode.l10n.t('made again from “{0}”', name);
    case 'continue':
      return place === ''
        ? vscode.l10n.t('continues “{0}”', name)
        : vscode.l10n.t('continues “{0}” at {1}', name, place);
    case 'endOn':
      return vscode.l10n.t('ends on “{0}” at {1}', name, place);
    case 'loop':
      return vscode.l10n.t('loops on “{0}” at {1}', name, place);
    default:
      return vscode.l10n.t('“{0}”', name);
  }
}
