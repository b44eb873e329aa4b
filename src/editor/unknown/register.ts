import * as vscode from 'vscode';
import type { Disposable } from '../../engine/event.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { report } from '../commands.ts';
import { ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';
import type { UnknownGestures } from './unknownPanel.ts';
import type { UnknownPanels } from './unknownPanels.ts';

/** The tabs about unknown jobs: `show` opens one, and after a restart they are back. */
export function registerUnknown(
  studio: Studio,
  gestures: UnknownGestures,
): Disposable & { readonly show: (job: Job) => Promise<void> } {
  let panels: Promise<UnknownPanels> | undefined;
  const opened = () =>
    (panels ??= import('./unknownPanels.ts').then(({ UnknownPanels }) => new UnknownPanels(studio, gestures)));
  const serializer = vscode.window.registerWebviewPanelSerializer(ViewType.unknown, {
    deserializeWebviewPanel: async (panel, state: unknown) => {
      const panels = await opened();
      await panels.restore(panel, state).catch((error: unknown) => report(error, studio.log, 'an unknown job'));
    },
  });
  return { show: async (job) => (await opened()).show(job), dispose: () => void serializer.dispose() };
}
