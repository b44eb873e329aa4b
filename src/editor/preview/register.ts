import * as vscode from 'vscode';
import type { Job } from '../../engine/jobs/job.ts';
import { ViewType } from '../contributions.ts';
import type { Studio } from '../studio.ts';

/** The preview of a clip as a read-only editor: *Open With…*, the tree, and after a restart. */
export function registerPreview(studio: Studio, makeAgain: (job: Job) => Promise<void>): vscode.Disposable {
  return vscode.window.registerCustomEditorProvider(
    ViewType.preview,
    {
      openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
      async resolveCustomEditor({ uri }, panel) {
        const { PreviewPanel } = await import('./previewPanel.ts');
        new PreviewPanel(uri, panel, studio, makeAgain);
      },
    },
    { supportsMultipleEditorsPerDocument: true },
  );
}
