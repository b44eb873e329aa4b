import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import type { LedgerEntry } from './charges.ts';

/** What stands above each column: for people and for scripts, so in every language the same. */
const columns = [
  ...['time', 'model', 'duration', 'aspect', 'resolution', 'prompt', 'state', 'credits', 'requestId', 'file'],
] as const;

/**
 * What a spreadsheet would run: text that begins like a formula, or that has one behind what it may take for the end of a field. Its
 * separator may be another than ours, and signs of full width count as well.
 */
const formula = /(?<=^|[;|])(?=[\s"']*[=+\-@＝＋－＠])/g;

/** The ledger as CSV (RFC 4180, UTF-8 with its mark, without which Excel takes it for another encoding): one line a job. */
export function costsCsv(entries: readonly LedgerEntry[]): string {
  const rows = entries.map(({ createdAt, model, state, credits, job }) => [
    localTime(createdAt),
    ...[text(model), job?.draft.duration, text(job?.draft.aspectRatio), text(job?.draft.resolution)],
    ...[text(job?.draft.prompt), text(state), credits, text(job?.requestId), fileOf(job)],
  ]);
  return `\ufeff${Papa.unparse([[...columns], ...rows], { escapeFormulae: true })}\r\n`;
}

/** One line that no spreadsheet runs. */
function text(value: string | undefined): string | undefined {
  return value
    ?.toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(formula, "'");
}

/** ISO 8601 in the time zone of this machine, so that its days are those of the sums; empty for a time that is none. */
function localTime(at: number): string {
  const date = new Date(at);
  const offset = -date.getTimezoneOffset();
  const shifted = new Date(at + offset * 60_000);
  if (Number.isNaN(shifted.getTime())) return '';
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
  return `${shifted.toISOString().slice(0, 19)}${zone}`;
}

/** Path of the clip; its URI where it is on no disk of this machine, or where the path would have to be changed: then it would name no file. */
function fileOf(job: LedgerEntry['job']): string | undefined {
  if (job?.download.state !== 'done') return undefined;
  const { file } = job.download;
  const path = pathOf(file);
  return path !== undefined && text(path) === path ? path : text(file.replace(/[;|]/g, encodeURIComponent));
}

function pathOf(file: string): string | undefined {
  try {
    return fileURLToPath(file);
  } catch {
    return undefined;
  }
}
