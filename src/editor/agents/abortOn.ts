import * as vscode from 'vscode';

/** VS Code's token as a signal; `listening` is to be disposed when nobody asks any more. */
export function abortOn(token: vscode.CancellationToken): {
  readonly signal: AbortSignal;
  readonly listening: vscode.Disposable;
} {
  const stop = new AbortController();
  const abort = (): void => stop.abort(new vscode.CancellationError());
  if (token.isCancellationRequested) abort();
  return { signal: stop.signal, listening: token.onCancellationRequested(abort) };
}
