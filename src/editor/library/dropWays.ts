import * as vscode from 'vscode';

/** How clips are shown by documents of a language: the first is what a drop puts in, the others are offered below it. */
export const waysOf: Readonly<Record<string, readonly ('markdown' | 'html')[]>> = {
  markdown: ['markdown', 'html'],
  html: ['html'],
  vue: ['html'],
  svelte: ['html'],
  astro: ['html'],
};

/** Languages whose documents can show a clip. */
export const showingLanguages = Object.keys(waysOf);

/** What VS Code calls our edits by. */
export const kind = vscode.DocumentDropOrPasteEditKind.Empty.append('seedance', 'clip');
