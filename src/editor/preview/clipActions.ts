import * as vscode from 'vscode';
import type { PreviewAction, PreviewState } from '../../shared/previewMessages.ts';
import type { Origin } from '../clips/draftOfClip.ts';
import type { Composers } from '../composer/composers.ts';
import { Command } from '../contributions.ts';
import { revealFile, whyNotOutside, whyNotRevealed } from '../outside.ts';
import type { Studio } from '../studio.ts';

/** A clip that is shown, and how it was made where that is known. */
interface ShownClip {
  readonly uri: vscode.Uri;
  readonly origin: Origin | undefined;
}

/** What is done with the clip itself: to reload is a matter of the page that shows it. */
export type ClipAction = Exclude<PreviewAction, 'reload'>;

/** What cannot be done with a clip, with the reason. */
export function whyNot({ uri, origin }: ShownClip): PreviewState['disabled'] {
  const reveal = whyNotRevealed(uri);
  const openOutside = whyNotOutside();
  return {
    ...(origin === undefined && { again: vscode.l10n.t('Only for clips that say how they were made') }),
    ...((origin === undefined || !('job' in origin)) && {
      downloadAgain: vscode.l10n.t('Only for clips that were made here'),
    }),
    ...(reveal !== undefined && { reveal }),
    ...(openOutside !== undefined && { openOutside }),
  };
}

/** Does it, if it can be done. */
export async function actOn(
  clip: ShownClip,
  action: ClipAction,
  studio: Studio,
  composers: () => Promise<Composers>,
): Promise<void> {
  // The page does not offer it, so nobody has pressed it.
  if (whyNot(clip)[action] !== undefined) return;
  const { uri, origin } = clip;
  const job = origin !== undefined && 'job' in origin ? origin.job : undefined;
  switch (action) {
    case 'again':
      if (job === undefined) await vscode.commands.executeCommand(Command.makeAgainFromFile, uri);
      else (await composers()).openAgain(job);
      break;
    case 'compare':
      // As in the explorer, with this clip selected.
      await vscode.commands.executeCommand(Command.compare, uri);
      break;
    case 'reveal':
      await revealFile(uri);
      break;
    case 'openOutside':
      await vscode.env.openExternal(uri);
      break;
    case 'copyPath':
      await vscode.env.clipboard.writeText(uri.scheme === 'file' ? uri.fsPath : uri.toString());
      break;
    case 'downloadAgain': {
      const { downloadAgain } = await import('./downloadAgain.ts');
      if (job !== undefined) await downloadAgain(await studio.engine(), job, uri);
    }
  }
}
