import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { mostTakes } from '../../shared/compared.ts';
import { plain } from '../plain.ts';
import { counted, dateTime, number, seconds } from '../words/amounts.ts';
import { titleOf } from '../words/jobText.ts';
import { modelName } from '../words/modelName.ts';
import { clipOfJob, nameOf, type Clip } from './clip.ts';

interface ClipItem extends vscode.QuickPickItem {
  readonly clip?: Clip;
}

/** Lets somebody choose two to four clips. `chosen` are so already, `first` stand above all others. Undefined where they leave. */
export async function pickClips(
  store: JobStore,
  chosen: readonly Clip[],
  first: readonly Clip[],
): Promise<readonly Clip[] | undefined> {
  const pick = vscode.window.createQuickPick<ClipItem>();
  try {
    const items = itemsOf(store, first);
    pick.items = items;
    pick.canSelectMany = true;
    // Somebody may look at a clip elsewhere before they choose.
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.placeholder = vscode.l10n.t('Which clips do you want to compare?');
    pick.selectedItems = items.filter(({ clip }) => clip !== undefined && chosen.some(isSameAs(clip)));
    const count = (): void => void (pick.title = titleFor(pick.selectedItems.length));
    count();
    pick.onDidChangeSelection(count);
    pick.show();
    return await new Promise<readonly Clip[] | undefined>((resolve) => {
      pick.onDidAccept(() => {
        // Shown oldest first, as they were made: the list has the newest on top.
        const clips = pick.selectedItems.flatMap(({ clip }) => clip ?? []).reverse();
        // The title says what is wrong with the number.
        if (clips.length >= 2 && clips.length <= mostTakes) resolve(clips);
      });
      pick.onDidHide(() => resolve(undefined));
    });
  } finally {
    pick.dispose();
  }
}

function titleFor(count: number): string {
  if (count > mostTakes)
    return counted(
      vscode.l10n.t(
        '{0} clip is chosen: at most {1} can be compared at once | {0} clips are chosen: at most {1} can be compared at once',
      ),
      count,
      number(mostTakes),
    );
  return count < 2
    ? vscode.l10n.t('Compare Takes: choose two to four clips')
    : counted(vscode.l10n.t('Compare Takes: {0} clip is chosen | Compare Takes: {0} clips are chosen'), count);
}

function itemsOf(store: JobStore, first: readonly Clip[]): ClipItem[] {
  const all = store.list().flatMap((job) => {
    const clip = clipOfJob(job);
    return clip === undefined ? [] : [{ clip, job }];
  });
  const isFirst = (clip: Clip): boolean => first.some(isSameAs(clip));
  const [above, below] = [all.filter(({ clip }) => isFirst(clip)), all.filter(({ clip }) => !isFirst(clip))];
  // What was not made here, or was removed from the list, is known by its file.
  const files = first.filter((clip) => !above.some((each) => isSameAs(clip)(each.clip)));
  return [
    ...files.map(fileItem),
    ...separated(vscode.l10n.t('takes of this shot'), above.map(jobItem)),
    ...separated(first.length === 0 ? vscode.l10n.t('clips') : vscode.l10n.t('other clips'), below.map(jobItem)),
  ];
}

function separated(label: string, items: readonly ClipItem[]): ClipItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function jobItem({ clip, job }: { readonly clip: Clip; readonly job: Job }): ClipItem {
  const { model, aspectRatio, duration, resolution } = job.draft;
  const settings = [modelName(model), plain(aspectRatio, 20), seconds(duration), plain(resolution, 20)];
  return {
    label: titleOf(job),
    description: dateTime(job.createdAt),
    detail: [...settings, plain(nameOf(clip.uri), 100)].join(' · '),
    iconPath: new vscode.ThemeIcon(job.verdict === 'keeper' ? 'star-full' : 'play-circle'),
    clip,
  };
}

function fileItem(clip: Clip): ClipItem {
  return {
    label: plain(nameOf(clip.uri), 100),
    description: plain(vscode.workspace.asRelativePath(clip.uri), 300),
    iconPath: new vscode.ThemeIcon('file-media'),
    clip,
  };
}

function isSameAs(clip: Clip): (other: Clip) => boolean {
  return ({ uri }) => uri.toString() === clip.uri.toString();
}
