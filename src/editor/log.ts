import * as vscode from 'vscode';
import type { Log } from '../engine/ports.ts';
import type { Level, SafeLines } from './safeLines.ts';

/** The output channel, behind the one door that leads to it: what goes through is fit to be shared. */
export class SafeLog implements Log, vscode.Disposable {
  readonly #channel: vscode.LogOutputChannel;
  /** Those that came before there was a line they could stand in. */
  readonly #secrets = new Set<string>();
  #lines: Promise<SafeLines> | undefined;
  #disposed = false;

  constructor(name: string) {
    this.#channel = vscode.window.createOutputChannel(name, { log: true });
  }

  /** What takes secrets out, loaded at the first line. All that is done with it is done in its order. */
  lines(): Promise<SafeLines> {
    this.#lines ??= import('./safeLines.ts').then(({ SafeLines }) => {
      const lines = new SafeLines(this.#channel);
      this.#secrets.forEach((secret) => lines.conceal(secret));
      this.#secrets.clear();
      return lines;
    });
    return this.#lines;
  }

  /** From now on this secret is in no line. Nothing is loaded for it: each start finds a key. */
  conceal(secret: string): void {
    if (this.#lines === undefined) this.#secrets.add(secret);
    else void this.#lines.then((lines) => lines.conceal(secret));
  }

  debug(line: string): void {
    // Each request has one: kept only where somebody wants to see them, else they would push out all others.
    if ([vscode.LogLevel.Trace, vscode.LogLevel.Debug].includes(this.#channel.logLevel)) this.#write('debug', line);
  }

  info(line: string): void {
    this.#write('info', line);
  }

  warn(line: string, error?: unknown): void {
    this.#write('warn', line, error);
  }

  /** A fault of ours, with where it happened. */
  error(error: unknown): void {
    this.#write('error', undefined, error);
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#disposed = true;
    this.#channel.dispose();
  }

  #write(level: Level, line: string | undefined, error?: unknown): void {
    void this.lines().then((lines) => {
      if (!this.#disposed) lines.write(level, line, error);
    });
  }
}
