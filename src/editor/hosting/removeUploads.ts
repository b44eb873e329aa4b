import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { BucketError } from '../../engine/references/bucket/bucketError.ts';
import { bytesText, clockText, hostOf } from '../../engine/references/sayings.ts';
import type { Upload } from '../../engine/references/uploads.ts';
import { Command } from '../contributions.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';
import { dateTime } from '../words/amounts.ts';

interface UploadItem extends vscode.QuickPickItem {
  readonly upload?: Upload;
  /** Only what is in the bucket that is set up can be deleted. */
  readonly removable: boolean;
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
  const isThere = ({ endpoint, bucket }: Upload): boolean =>
    configured?.secret !== undefined && configured.bucket.endpoint === endpoint && configured.bucket.name === bucket;
  const chosen = await choose(
    uploads.filter(isThere),
    uploads.filter((upload) => !isThere(upload)),
  );
  if (chosen.length > 0) tell(chosen.length, await remove(engine, chosen));
}

/** A list to tick off. What cannot be removed is listed with the reason, and does not keep its tick. */
function choose(removable: readonly Upload[], others: readonly Upload[]): Promise<readonly Upload[]> {
  const pick = vscode.window.createQuickPick<UploadItem>();
  pick.title = vscode.l10n.t('Remove Uploaded References');
  pick.placeholder = vscode.l10n.t('Which files are deleted from the bucket? Their links end at once.');
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.items = [
    ...removable.map((upload) => itemOf(upload, true)),
    ...(others.length === 0
      ? []
      : [
          {
            label: vscode.l10n.t('cannot be removed from here'),
            kind: vscode.QuickPickItemKind.Separator,
            removable: false,
          },
        ]),
    ...others.map((upload) => itemOf(upload, false)),
  ];
  return new Promise((resolve) => {
    pick.onDidChangeSelection((selected) => {
      const kept = selected.filter((item) => item.removable);
      if (kept.length < selected.length) pick.selectedItems = kept;
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.flatMap(({ upload, removable }) => (upload && removable ? [upload] : [])));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve([]);
      pick.dispose();
    });
    pick.show();
  });
}

function itemOf(upload: Upload, removable: boolean): UploadItem {
  const { name, size, uploadedAt, bucket, endpoint } = upload;
  const place = vscode.l10n.t('{0} at {1}', plain(bucket), plain(hostOf(endpoint)));
  return {
    label: plain(name),
    description: `${bytesText(size, vscode.env.language)} · ${dateTime(uploadedAt)} · ${place}`,
    detail: removable
      ? readersOf(upload)
      : vscode.l10n.t(
          '{0} It is not in the bucket that is set up now; set that one up to remove it.',
          readersOf(upload),
        ),
    upload,
    removable,
  };
}

function readersOf({ readableUntil }: Upload): string {
  const now = Date.now();
  if (readableUntil === undefined) return vscode.l10n.t('Everybody can read it under its address.');
  if (readableUntil <= now) return vscode.l10n.t('Its link has ended.');
  return vscode.l10n.t('Its link lives until {0}.', clockText(readableUntil, now, vscode.env.language));
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
      ? vscode.l10n.t('Removed from the bucket: {0}.', removed)
      : vscode.l10n.t('Removed from the bucket: {0} of {1}.', removed, wanted);
  if (kept.size === 0) {
    void vscode.window.showInformationMessage(done);
    return;
  }
  const why = Array.from(kept, ([reason, names]) => `${names.join(', ')}: ${reason}`);
  const again = vscode.l10n.t('Show What Is Left');
  void vscode.window.showErrorMessage(plain([done, ...why].join(' '), 600), again).then(async (choice) => {
    if (choice === again) await vscode.commands.executeCommand(Command.removeUploads);
  });
}
