import * as vscode from 'vscode';
import { fileNameOf } from '../../engine/downloads/fileName.ts';
import type { Target } from '../../engine/jobs/submit.ts';
import type { Draft } from '../../shared/draft.ts';
import { outputFolder } from '../outputFolder.ts';
import type { Service, Studio } from '../studio.ts';

/** Where a draft goes, and where its clip will be kept: beside the workspace of its first file, named after it. */
export function targetOf(draft: Draft, { kind, baseUrl }: Service, { settings, context }: Studio): Target {
  const file = draft.references.find(({ source }) => source.type === 'file')?.source;
  const source = file?.type === 'file' ? vscode.Uri.parse(file.uri) : undefined;
  const parts = { source: sourceName(draft), prompt: draft.prompt, model: draft.model, date: new Date() };
  const pattern = draft.fileName.trim() === '' ? settings.fileName(source) : draft.fileName;
  return {
    service: kind,
    baseUrl,
    folder: outputFolder(settings, source, context.globalStorageUri).toString(),
    fileName: fileNameOf(pattern, parts),
  };
}

/** Name of the first reference without its ending. */
function sourceName(draft: Draft): string {
  return draft.references[0]?.name.replace(/\.[^.]+$/, '') ?? '';
}
