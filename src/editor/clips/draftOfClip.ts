import * as vscode from 'vscode';
import type { ClipRecord, RecordedReference } from '../../engine/clips/clipRecord.ts';
import { besideEnding } from '../../engine/clips/recordPlace.ts';
import * as drafts from '../../engine/drafts/draft.ts';
import type { Edited } from '../../engine/drafts/draft.ts';
import { anotherTake, takeOfElsewhere } from '../../engine/drafts/lineage.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import type { Reference } from '../../shared/draft.ts';
import { mediaKindOf } from '../../shared/media.ts';
import { files, storedUri } from '../files.ts';
import { plain } from '../plain.ts';
import { findReference } from './findReference.ts';
import type { Known } from './isClipOf.ts';
import type { ReferenceHome } from './referenceHome.ts';
import { list } from '../words/amounts.ts';

/** How a clip was made, as far as it is known: the job that made it here, or what the file says. */
export type Origin = { readonly job: Job } | { readonly record: ClipRecord };

/** Who made the clip at `uri`, undefined where neither we nor the file knows. */
export async function originOf(uri: vscode.Uri, engine: Known): Promise<Origin | undefined> {
  const { store } = engine;
  const at = store.clips.jobAt(storedUri(uri), await files.size(uri.toString()));
  const record = await engine.recordOfClip(uri.toString());
  // Files are moved, and put over one another: what a file says of itself goes with it, and its job knows more.
  const job = record?.requestId === undefined ? at : store.findByRequest(record.requestId);
  return job === undefined ? record && { record } : { job };
}

/**
 * A draft filled as the clip's was. `askForUrls`: whether these hosts may be asked for the clip's references, which are then looked at.
 * `home`: where references that are files belong.
 */
export async function draftOfOrigin(
  origin: Origin,
  clip: vscode.Uri,
  engine: Engine,
  askForUrls: (hosts: readonly string[]) => Promise<boolean>,
  home: ReferenceHome,
): Promise<Edited> {
  if ('job' in origin) return { draft: anotherTake(origin.job), notices: [] };
  const { references } = origin.record;
  const hosts = references.flatMap(({ url }) => (url === undefined ? [] : [new URL(url).host]));
  const withUrls = hosts.length > 0 && (await askForUrls([...new Set(hosts)]));
  const found = new Found(home, engine);
  for (const reference of references) await found.take(reference, withUrls);
  const take = takeOfElsewhere(origin.record, nameOfClip(clip));
  const { draft, notices } = drafts.appendReferences(take, found.references);
  return { draft, notices: [...notices, ...found.notices()] };
}

/** Of a clip, also where its record is pointed at. */
function nameOfClip({ path }: vscode.Uri): string {
  const name = path.split('/').at(-1) ?? '';
  return name.endsWith(besideEnding) ? name.slice(0, -besideEnding.length) : name;
}

/** Asks whether the references of a stranger's clip may be fetched: that tells their host that somebody has the clip. */
export async function askForUrls(hosts: readonly string[]): Promise<boolean> {
  const add = vscode.l10n.t('Add Them');
  const leave = vscode.l10n.t('Leave Them Out');
  const message = vscode.l10n.t('The clip was made with files from the web. Add them to the draft?');
  const detail = vscode.l10n.t(
    'They are at {0}, and are fetched to be checked and shown. Nothing is sent to the service yet.',
    plain(list(hosts), 300),
  );
  return (await vscode.window.showInformationMessage(message, { modal: true, detail }, add, leave)) === add;
}

/** The references of a clip as they are found here, one after the other, and what is to be said of them. */
class Found {
  readonly references: Reference[] = [];
  readonly #home: ReferenceHome;
  readonly #engine: Engine;
  readonly #changed: string[] = [];
  readonly #missing: string[] = [];
  readonly #leftOut: string[] = [];

  constructor(home: ReferenceHome, engine: Engine) {
    this.#home = home;
    this.#engine = engine;
  }

  async take(reference: RecordedReference, withUrls: boolean): Promise<void> {
    const { name, url } = reference;
    if (url !== undefined && withUrls) {
      this.references.push(drafts.urlReference(url));
      return;
    }
    if (url !== undefined || mediaKindOf(name) === undefined) {
      this.#leftOut.push(name);
      return;
    }
    const { uri, state } = await findReference(reference, this.#home.folder, this.#engine);
    // What is missing keeps its place: the prompt counts the references, and nothing can be sent until it is there or taken away.
    this.references.push(drafts.fileReference(uri.toString(), name));
    if (state === 'changed') this.#changed.push(name);
    if (state === 'missing') this.#missing.push(name);
  }

  notices(): string[] {
    const say = (names: readonly string[], text: (names: string) => string): string[] =>
      names.length === 0 ? [] : [text(list(names.map((name) => plain(name, 60))))];
    return [
      ...say(this.#missing, this.#home.missing),
      ...say(this.#changed, (names) => vscode.l10n.t('Not as it was when the clip was made: {0}.', names)),
      ...say(this.#leftOut, (names) =>
        vscode.l10n.t('Left out: {0}. The numbers of references in the prompt may have moved.', names),
      ),
    ];
  }
}
