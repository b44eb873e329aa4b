import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import { compareMemorySchema } from '../../shared/compareMessages.ts';
import { ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import { chooseClips } from './chooseClips.ts';
import { clipOfFile, isClip, type Clip } from './clip.ts';
import { ComparePanel } from './comparePanel.ts';

/** The open tabs that compare, one for the same clips; after a restart they are back. */
export class ComparePanels {
  readonly #studio: Studio;
  readonly #open = new Set<ComparePanel>();

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  /** Shows what somebody points at: see `chooseClips`. */
  async compare(clicked: unknown, selected: unknown): Promise<void> {
    const engine = await this.#engine();
    const again = async (id: string): Promise<vscode.Uri | undefined> => {
      const job = engine?.store.get(id);
      if (engine === undefined || job === undefined) return undefined;
      return await (await import('../library/findClips.ts')).findAgain(engine, job);
    };
    const clips = await chooseClips(engine?.store, clicked, selected, undefined, again);
    if (clips === undefined) return;
    const open = [...this.#open].find((panel) => nameOfSet(panel.clips) === nameOfSet(clips));
    if (open !== undefined) open.reveal();
    else {
      const title = vscode.l10n.t('Compare Takes');
      this.#attach(clips, vscode.window.createWebviewPanel(ViewType.compare, title, vscode.ViewColumn.Active), engine);
    }
  }

  /** Fills a tab that was open when VS Code was closed. What its page left is not ours: it names nothing but clips that may be shown. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const engine = await this.#engine();
    const takes = compareMemorySchema.safeParse(state).data?.takes ?? [];
    const clips = takes.flatMap(uriOf).map((uri) => clipOfFile(uri, engine?.store));
    const allowed = clips.filter(({ uri, job }) => job !== undefined || isOfWorkspace(uri));
    if (allowed.length === 0) panel.dispose();
    else this.#attach(allowed, panel, engine);
  }

  #attach(clips: readonly Clip[], panel: vscode.WebviewPanel, engine: Engine | undefined): void {
    const open = new ComparePanel(clips, panel, this.#studio, engine);
    this.#open.add(open);
    panel.onDidDispose(() => void this.#open.delete(open));
  }

  /** Files can be compared without it. */
  async #engine(): Promise<Engine | undefined> {
    return (await this.#studio.engine().catch((error: unknown) => this.#studio.log.error(error))) ?? undefined;
  }
}

function nameOfSet(clips: readonly Clip[]): string {
  return clips
    .map(({ uri }) => uri.toString())
    .sort()
    .join('\n');
}

function uriOf(text: string): vscode.Uri[] {
  try {
    return [vscode.Uri.parse(text, true)];
  } catch {
    return [];
  }
}

function isOfWorkspace(uri: vscode.Uri): boolean {
  return isClip(uri) && vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}
