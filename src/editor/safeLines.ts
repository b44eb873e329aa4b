import { homedir } from 'node:os';
import type { LogOutputChannel } from 'vscode';
import { errorText, stackFrames } from '../engine/log/errorText.ts';
import { Redactor } from '../engine/log/redactor.ts';

/** So many of the last lines are kept for a report. */
const kept = 200;

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** What goes into the output channel, with secrets taken out; the last lines are kept. */
export class SafeLines {
  readonly #channel: Pick<LogOutputChannel, Level>;
  readonly #redactor = new Redactor(homedir());
  readonly #recent: string[] = [];

  constructor(channel: Pick<LogOutputChannel, Level>) {
    this.#channel = channel;
  }

  /** The last lines of this window, the oldest first, as they stand in the channel. */
  get recent(): readonly string[] {
    return this.#recent;
  }

  /** From now on this secret is in no line. */
  conceal(secret: string): void {
    this.#redactor.conceal(secret);
  }

  /** The text as it may be shown to anybody: one line. */
  redact(text: string): string {
    return this.#redactor.line(text);
  }

  /** `line` alone tells what happened, or `error` does, or the one says in what the other was met. A fault of ours says where. */
  write(level: Level, line: string | undefined, error?: unknown): void {
    const texts = [line, error === undefined ? undefined : errorText(error)].filter((text) => text !== undefined);
    const frames = level === 'error' ? stackFrames(error) : [];
    const safe = [this.redact(texts.join(': ')), ...frames.map((frame) => `    ${this.redact(frame)}`)];
    this.#channel[level](safe.join('\n'));
    const time = new Date().toISOString();
    this.#recent.push(...safe.map((each, index) => (index === 0 ? `${time} [${level}] ${each}` : each)));
    this.#recent.splice(0, Math.max(0, this.#recent.length - kept));
  }
}
