import * as vscode from 'vscode';
import type { Trouble } from '../../shared/previewMessages.ts';

/** What is wrong with a file that a page could not show. */
export async function troubleOf(file: vscode.Uri): Promise<Trouble> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size === 0) return 'empty';
    // Who may not read it may still ask for its size.
    if (size < small) await vscode.workspace.fs.readFile(file);
    return 'format';
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'FileNotFound' ? 'gone' : 'unreadable';
  }
}

/** A larger file is not read for it alone, bytes. */
const small = 64 * 1024 * 1024;
