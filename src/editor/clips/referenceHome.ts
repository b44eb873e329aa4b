import * as vscode from 'vscode';
import { isKept } from '../keptFile.ts';
import { plain } from '../plain.ts';
import type { Studio } from '../studio.ts';

/** Where the references of a clip that is only known by its file are looked for first, and belong where they are missing. */
export interface ReferenceHome {
  readonly folder: vscode.Uri;
  /** What is said of those that were not found, whose names are given. */
  readonly missing: (names: string) => string;
}

/** Of a clip that has a place: beside it. Of a copy that we keep of one from outside, and that nobody sees: in the folder that is open. */
export function homeOfReferences(clip: vscode.Uri, studio: Pick<Studio, 'context'>): ReferenceHome {
  return isKept(studio, clip) ? inOpenFolder(clip) : besideClip(clip);
}

function besideClip(clip: vscode.Uri): ReferenceHome {
  return {
    folder: vscode.Uri.joinPath(clip, '..'),
    missing: (names) =>
      vscode.l10n.t(
        'Not found in the workspace: {0}. Put it beside the clip, or take it out and add another in its place.',
        names,
      ),
  };
}

function inOpenFolder(copy: vscode.Uri): ReferenceHome {
  const [open] = vscode.workspace.workspaceFolders ?? [];
  if (open !== undefined)
    return {
      folder: open.uri,
      missing: (names) =>
        vscode.l10n.t(
          'Not found in the workspace: {0}. Put it into the folder “{1}”, or take it out and add another in its place.',
          names,
          plain(open.name, 60),
        ),
    };
  return {
    folder: vscode.Uri.joinPath(copy, '..'),
    missing: (names) => vscode.l10n.t('Not found: {0}. Take it out and add another in its place.', names),
  };
}
