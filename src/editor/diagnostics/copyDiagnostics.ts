import { join } from 'node:path';
import * as vscode from 'vscode';
import { readDatabaseFacts } from '../../engine/jobs/databaseFacts.ts';
import { errorText } from '../../engine/log/errorText.ts';
import type { Studio } from '../studio.ts';
import { jobColumns, jobFacts } from './jobFacts.ts';
import { placeLines, settingLines, wayOutLines } from './surroundings.ts';

/** So many jobs are told of. */
const maxJobs = 30;

/** A window without a sign of life for so long (ms) is none. */
const signOfLife = 12_000;

/** Puts the report on the clipboard and says so. */
export async function copyDiagnostics(studio: Studio): Promise<void> {
  const report = await diagnostics(studio);
  await vscode.env.clipboard.writeText(report);
  const open = vscode.l10n.t('Open');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The diagnostics are on the clipboard. They hold no key, no prompt and no file name.'),
    open,
  );
  if (choice !== open) return;
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: report });
  await vscode.window.showTextDocument(document);
}

/** What somebody who helps needs to know, as Markdown in English, without a key, a prompt, a name of a file or a signature. */
export async function diagnostics(studio: Studio): Promise<string> {
  const service = await serviceLines(studio);
  const log = await studio.log.lines();
  const lines = [
    '# Seedance diagnostics',
    '',
    new Date().toISOString(),
    ...section('Place', placeLines(studio)),
    ...section('Service', service),
    ...section('Way out', wayOutLines(studio)),
    ...section('Settings that were changed', settingLines()),
    ...databaseLines(studio),
    '',
    '## Log',
    '',
    // No line of the log begins with a fence: each has its time before it, or the indent of a stack.
    '```text',
    ...log.recent,
    '```',
  ];
  // Whatever of the above came from outside: what the log must not show, this must not.
  return lines.map((line) => log.redact(line)).join('\n');
}

async function serviceLines(studio: Studio): Promise<readonly string[]> {
  const { service, keyring, settings } = studio;
  if (service === undefined) return ['seedance.baseUrl is no address that a key may go to'];
  const hasKey = (origin: string): Promise<string> =>
    keyring.get(origin).then(
      (key) => (key === undefined ? 'none is set' : 'is set'),
      (error: unknown) => `cannot be read: ${errorText(error)}`,
    );
  const { baseUrl } = settings;
  const last = await studio
    .engine()
    .then((engine) => engine.lastAnswer(service.kind, service.baseUrl))
    .catch((error: unknown) => `nothing, the engine does not start: ${errorText(error)}`);
  const seen = typeof last === 'object' ? `${last.outcome} at ${new Date(last.at).toISOString()}` : last;
  return [
    service.kind === 'sandbox' ? 'The sandbox is on' : `Sends to ${service.baseUrl}`,
    ...(baseUrl === undefined ? [] : [`A key for ${baseUrl} ${await hasKey(baseUrl)}`]),
    `Last answer to this window: ${seen ?? 'none yet'}`,
  ];
}

function databaseLines(studio: Studio): readonly string[] {
  const path = join(studio.context.globalStorageUri.fsPath, 'jobs.db');
  const facts = readDatabaseFacts(path, Date.now() - signOfLife, maxJobs);
  if (typeof facts === 'string') return section('Database', [path, `cannot be read: ${facts}`]);
  const { lease } = facts;
  const left = lease === undefined ? 0 : Math.round((lease.expiresAt - Date.now()) / 1000);
  return [
    ...section('Database', [
      path,
      `${facts.size} bytes, version ${facts.schemaVersion ?? 'unknown'}, written to from version ${facts.minWriter ?? 'unknown'}`,
      `Integrity: ${facts.integrity}`,
      `Jobs: ${facts.states.map(({ state, count }) => `${state} ${count}`).join(', ') || 'none'}`,
      `Lease of who polls: ${lease === undefined ? 'none' : `${lease.fence}, ${left > 0 ? `${left} s left` : 'over'}`}`,
      `Windows that wait for something: ${facts.windows}`,
    ]),
    '',
    '## Jobs',
    '',
    row(jobColumns),
    row(jobColumns.map(() => '---')),
    ...facts.jobs.map((known) => row(jobFacts(known))),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', `## ${title}`, '', ...(lines.length === 0 ? ['None'] : lines.map((line) => `- ${line}`))];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
