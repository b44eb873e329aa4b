import * as vscode from 'vscode';
import { shotOf } from '../../engine/drafts/lineage.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import type { Descent } from '../../shared/draft.ts';
import type { Related, RelatedClip } from '../../shared/previewMessages.ts';
import { plain } from '../plain.ts';
import { decimal } from '../words/amounts.ts';
import { stateText, titleOf } from '../words/jobText.ts';

/** A chain may be of any length, and damage could close it to a ring. */
const longest = 50;

type Store = Pick<JobStore, 'get' | 'takesOf' | 'descendants'>;

/** The other takes of the job's shot, and the chain of clips in which it stands: what it goes on from, and what goes on from it. */
export function relatedTo(job: Job, store: Store): Related {
  const takes = store.takesOf(shotOf(job.draft)).map((take) => clipOf(take, job));
  const chain = [...ancestorsOf(job, store), clipOf(job, job), ...descendantsOf(job, store)];
  return { takes: takes.length > 1 ? takes : [], chain: chain.length > 1 ? chain : [] };
}

/** What the clip goes on from, the first one first. Takes of one shot count as one. */
function ancestorsOf(job: Job, store: Store): RelatedClip[] {
  const ancestors: RelatedClip[] = [];
  let child: Job | undefined = job;
  for (let steps = 0; child !== undefined && steps < longest; steps++) {
    const from: Descent | undefined = child.draft.lineage?.from;
    if (from === undefined) break;
    const parent: Job | undefined = from.job === undefined ? undefined : store.get(from.job);
    if (parent === undefined) ancestors.unshift(lost(from));
    else if (!areTakes(parent, child)) ancestors.unshift(clipOf(parent, job, wayText(from)));
    child = parent;
  }
  return ancestors;
}

/** A clip that was made again from other pictures is of another shot. */
function areTakes(one: Job, other: Job): boolean {
  return shotOf(one.draft) === shotOf(other.draft);
}

/** What goes on from the clip, each behind the one that it goes on from. Of takes of one shot those that were made again are left out. */
function descendantsOf(job: Job, store: Store): RelatedClip[] {
  const seen = new Set([job.id]);
  const after = (parent: Job): RelatedClip[] =>
    store.descendants(parent.id).flatMap((next) => {
      const { from } = next.draft.lineage ?? {};
      if (from === undefined || seen.has(next.id) || seen.size > longest) return [];
      // What goes on from another take of the clip itself does not go on from the clip.
      const isTake = areTakes(next, parent);
      if (isTake && parent.id === job.id) return [];
      seen.add(next.id);
      return [...(isTake ? [] : [clipOf(next, job, wayText(from))]), ...after(next)];
    });
  return after(job);
}

function clipOf(other: Job, shown: Job, way?: string): RelatedClip {
  const { id, download, verdict } = other;
  const isThere = download.state === 'done';
  return {
    title: titleOf(other, 60),
    current: id === shown.id,
    ...(isThere && { job: id }),
    ...(verdict !== undefined && { verdict }),
    detail: [...(way === undefined ? [] : [way]), ...(isThere ? [] : [stateText(other)])].join(' · '),
  };
}

/** A take of another machine, or one that was lost: its name is what is left. */
function lost({ clip }: Descent): RelatedClip {
  return {
    title: plain(clip ?? '', 100) || vscode.l10n.t('A clip that is not known here'),
    current: false,
    detail: vscode.l10n.t('not known here'),
  };
}

/** How one clip goes on from another. */
function wayText({ way, at }: Descent): string {
  const seconds = at === undefined ? '–' : decimal(at, 1);
  switch (way) {
    case 'continue':
      return vscode.l10n.t('continued at {0} s', seconds);
    case 'endOn':
      return vscode.l10n.t('ends on the frame at {0} s', seconds);
    case 'loop':
      return vscode.l10n.t('loops on the frame at {0} s', seconds);
    default:
      return vscode.l10n.t('made from it');
  }
}
