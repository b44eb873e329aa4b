import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { BucketError } from '../../engine/references/bucket/bucketError.ts';
import { bytesText, clockText } from '../../engine/amounts.ts';
import { hostOf } from '../../engine/references/sayings.ts';
import type { Hosting } from '../../engine/references/hosting.ts';
import type { Upload } from '../../engine/references/uploads.ts';
import { Command } from '../contributions.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';
import { dateTime, list, number } from '../words/amounts.ts';
import { sentences } from '../../shared/sentences.ts';

interface UploadItem extends vscode.QuickPickItem {
  /** What is deleted where this line is ticked. Left out: it cannot be. */
  readonly removable?: Upload;
}

/** Lists what we put into buckets, and deletes what is chosen of it. */
export async function removeUploads(studio: Studio): Promise<void> {
  const engine = await studio.engine();
  const uploads = engine.uploads();
  if (uploads.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing to remove: no file was uploaded to a bucket.'));
    return;
  }
  const { bucket: configured } = await studio.hosting();
  const chosen = await choose(uploads.map((upload) => itemOf(upload, whyKept(upload, configured))));
  if (chosen.length > 0) tell(chosen.length, await remove(engine, chosen));
}

/** Why an upload cannot be deleted now; undefined where it can. */
function whyKept({ endpoint, bucket }: Upload, configured: Hosting['bucket']): string | undefined {
  if (configured?.bucket.endpoint !== endpoint || configured.bucket.name !== bucket)
    return vscode.l10n.t('It is in another bucket than the one that is set up now.');
  return configured.secret === undefined ? vscode.l10n.t('The secret key is not on this machine.') : undefined;
}

/** A list to tick off. What cannot be removed is listed with the reason, and does not keep its tick. */
function choose(items: readonly UploadItem[]): Promise<readonly Upload[]> {
  const pick = vscode.window.createQuickPick<UploadItem>();
  pick.title = vscode.l10n.t('Remove Uploaded References');
  pick.placeholder = vscode.l10n.t('Which files are deleted from the bucket? Their links end at once.');
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  const separator = { label: vscode.l10n.t('cannot be removed now'), kind: vscode.QuickPickItemKind.Separator };
  const [removable, kept] = [items.filter(isRemovable), items.filter((item) => !isRemovable(item))];
  pick.items = kept.length === 0 ? removable : [...removable, separator, ...kept];
  return new Promise((resolve) => {
    pick.onDidChangeSelection((selected) => {
      if (!selected.every(isRemovable)) pick.selectedItems = selected.filter(isRemovable);
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.flatMap(({ removable }) => removable ?? []));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve([]);
      pick.dispose();
    });
    pick.show();
  });
}

function isRemovable({ removable }: UploadItem): boolean {
  return removable !== undefined;
}

function itemOf(upload: Upload, whyNot: string | undefined): UploadItem {
  const { name, size, uploadedAt, bucket, endpoint } = upload;
  const place = vscode.l10n.t('{0} at {1}', plain(bucket), plain(hostOf(endpoint)));
  return {
    label: plain(name),
    description: `${bytesText(size)} · ${dateTime(uploadedAt)} · ${place}`,
    detail: whyNot ?? readersOf(upload),
    ...(whyNot === undefined && { removable: upload }),
  };
}

function readersOf({ readableUntil }: Upload): string {
  const now = Date.now();
  if (readableUntil === undefined) return vscode.l10n.t('Everybody can read it under its address.');
  if (readableUntil <= now) return vscode.l10n.t('Its link has ended.');
  return vscode.l10n.t('Its link lives until {0}.', clockText(readableUntil, now));
}

/** What came of it: how many are gone, and the names of the others by the reason. */
interface Outcome {
  removed: number;
  readonly kept: Map<string, string[]>;
}

async function remove(engine: Engine, uploads: readonly Upload[]): Promise<Outcome> {
  const title = vscode.l10n.t('Removing uploaded references');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const outcome: Outcome = { removed: 0, kept: new Map() };
    for (const upload of uploads) {
      const name = plain(upload.name, 60);
      progress.report({ message: name, increment: 100 / uploads.length });
      try {
        await engine.removeUpload(upload, stop.signal);
        outcome.removed++;
      } catch (error) {
        if (stop.signal.aborted) break;
        if (!(error instanceof BucketError)) throw error;
        outcome.kept.set(error.message, [...(outcome.kept.get(error.message) ?? []), name]);
      }
    }
    return outcome;
  });
}

function tell(wanted: number, { removed, kept }: Outcome): void {
  const done =
    removed === wanted
      ? vscode.l10n.t('Removed from the bucket: {0}.', number(removed))
      : vscode.l10n.t('Removed from the bucket: {0} of {1}.', number(removed), number(wanted));
  if (kept.size === 0) {
    void vscode.window.showInformationMessage(done);
    return;
  }
  const why = Array.from(kept, ([reason, names]) => `${list(names)}: ${reason}`);
  const again = vscode.l10n.t('Show What Is Left');
  void vscode.window.showErrorMessage(plain(sentences([done, ...why]), 600), again).then(async (choice) => {
    if (choice === again) await vscode.commands.executeCommand(Command.removeUploads);
  });
}
