import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import { titleOf } from '../words/jobText.ts';
import { UnknownPanel, type UnknownGestures } from './unknownPanel.ts';

/** Leaves room for other tabs, characters. */
const titleLength = 22;

/** The open tabs about unknown jobs, one a job; after a restart they are back. */
export class UnknownPanels {
  readonly #studio: Studio;
  readonly #gestures: UnknownGestures;
  readonly #open = new Map<string, vscode.WebviewPanel>();

  constructor(studio: Studio, gestures: UnknownGestures) {
    this.#studio = studio;
    this.#gestures = gestures;
  }

  /** Shows the tab about this job. */
  async show(job: Job): Promise<void> {
    const open = this.#open.get(job.id);
    if (open !== undefined) open.reveal();
    else await this.#attach(job.id, newPanel(job));
  }

  /** Gives a tab that VS Code kept over a restart its job back. `state`: what the page has kept. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const id = jobIdOf(state);
    try {
      const { store } = await this.#studio.engine();
      // One that was removed meanwhile has nothing to say any more.
      if (id === undefined || !store.isInView(id)) panel.dispose();
      else await this.#attach(id, panel);
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }

  async #attach(id: string, panel: vscode.WebviewPanel): Promise<void> {
    this.#open.set(id, panel);
    panel.onDidDispose(() => {
      if (this.#open.get(id) === panel) this.#open.delete(id);
    });
    new UnknownPanel(id, panel, this.#studio, await this.#studio.engine(), this.#gestures);
  }
}

/** Two lost answers have a tab each: their names tell which is which. */
function newPanel(job: Job): vscode.WebviewPanel {
  const title = vscode.l10n.t('What Now? {0}', titleOf(job, titleLength));
  return vscode.window.createWebviewPanel(ViewType.unknown, title, vscode.ViewColumn.Active);
}

function jobIdOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('jobId' in state)) return undefined;
  return typeof state.jobId === 'string' ? state.jobId : undefined;
}
