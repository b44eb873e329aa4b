import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { errorText, stackFrames } from '../engine/log/errorText.ts';
import { Redactor } from '../engine/log/redactor.ts';
import type { Log } from '../engine/ports.ts';

/** So many of the last lines are kept for a report. */
const kept = 200;

type Level = 'debug' | 'info' | 'warn' | 'error';

/** The output channel, behind the one door that leads to it: what goes through is fit to be shared. */
export class SafeLog implements Log, vscode.Disposable {
  readonly #channel: vscode.LogOutputChannel;
  readonly #redactor = new Redactor(homedir());
  readonly #lines: string[] = [];

  constructor(name: string) {
    this.#channel = vscode.window.createOutputChannel(name, { log: true });
  }

  /** The last lines of this window, the oldest first, as they stand in the channel. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** From now on this secret is in no line. */
  conceal(secret: string): void {
    this.#redactor.conceal(secret);
  }

  /** The text as it may be shown to anybody: one line. */
  redact(text: string): string {
    return this.#redactor.line(text);
  }

  debug(line: string): void {
    // Each request has one: kept only where somebody wants to see them, else they would push out all others.
    if ([vscode.LogLevel.Trace, vscode.LogLevel.Debug].includes(this.#channel.logLevel)) this.#write('debug', line);
  }

  info(line: string): void {
    this.#write('info', line);
  }

  warn(line: string, error?: unknown): void {
    this.#write('warn', error === undefined ? line : `${line}: ${errorText(error)}`);
  }

  /** A fault of ours, with where it happened. */
  error(error: unknown): void {
    this.#write('error', errorText(error), stackFrames(error));
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }

  #write(level: Level, line: string, frames: readonly string[] = []): void {
    const safe = [this.redact(line), ...frames.map((frame) => `    ${this.redact(frame)}`)];
    this.#channel[level](safe.join('\n'));
    const time = new Date().toISOString();
    this.#lines.push(...safe.map((each, index) => (index === 0 ? `${time} [${level}] ${each}` : each)));
    this.#lines.splice(0, Math.max(0, this.#lines.length - kept));
  }
}
