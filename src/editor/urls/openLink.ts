import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { maxImages } from '../../shared/plan.ts';
import { isFetchable } from '../../shared/url.ts';
import { UserError } from '../commands.ts';
import type { Composers } from '../composer/composers.ts';
import { plain } from '../plain.ts';
import { number } from '../words/amounts.ts';

/** The longest prompt that a link may bring, UTF-16 code units: far more than any service reads. */
const maxPrompt = 20_000;

/** The longest address, in characters. */
const maxUrl = 4000;

/** What a link may say. It is written by anybody, and pressed by somebody who sees no more than its text. */
const linkSchema = z.object({
  prompt: z.string().check(z.maxLength(maxPrompt, { error: () => tooLong() })),
  media: z
    .array(z.string().check(z.refine(isPublic, { error: ({ input }) => notPublic(String(input)) })))
    .check(z.maxLength(maxImages, { error: () => tooMany() })),
});

/**
 * Opens a new draft filled as a link says: `vscode://seedance-studio.seedance-studio/new?prompt=…&media=https://…&media=…`. Nothing is
 * sent, no file is read, and no draft that is open is touched. Rejects with `UserError` where the link says anything else.
 */
export async function openLink(uri: vscode.Uri, composers: () => Promise<Composers>): Promise<void> {
  const { prompt, media } = readLink(uri);
  const notice = vscode.l10n.t('Filled in by a link. Look at the prompt and the references before you press Generate.');
  (await composers()).openWith(prompt, media, notice);
}

/** The prompt and the addresses of a link. Throws `UserError`, which says what is wrong with it. */
export function readLink({ path, query }: vscode.Uri): { readonly prompt: string; readonly media: readonly string[] } {
  if (path.replace(/\/$/, '') !== '/new')
    throw refused(vscode.l10n.t('It asks for “{0}”, and links can open a draft (“/new”) only.', plain(path, 60)));
  const fields = fieldsOf(query);
  const read = linkSchema.safeParse({
    prompt: fields
      .filter(([name]) => name === 'prompt')
      .map(([, value]) => value)
      .join('\n'),
    media: fields.filter(([name, value]) => name === 'media' && value !== '').map(([, value]) => value),
  });
  if (!read.success) throw refused(read.error.issues[0]?.message ?? '');
  const { prompt, media } = read.data;
  // What is unseen may say something else than what is seen.
  // Joiners are not: they make one sign of an emoji, and words of some scripts.
  const clean = prompt.toWellFormed().replace(/(?![\u200C\u200D])[\p{Cf}\p{Co}\p{Cn}]|(?![\n\t])\p{Cc}/gu, '');
  if (clean.trim() === '' && media.length === 0)
    throw refused(vscode.l10n.t('It has neither a prompt nor a picture: “…/new?prompt=…&media=https://…”.'));
  return { prompt: clean, media };
}

/**
 * Name and value of each field. VS Code has decoded the query already, all of it at once, so that an address with fields of its own is told
 * from ours by our names alone, and a plus that was encoded from one that was not by nothing: each stays one.
 */
function fieldsOf(query: string): [string, string][] {
  return query.split(/&(?=(?:prompt|media)=)/).map((field) => {
    const [name = ''] = field.split('=', 1);
    return [name, field.slice(name.length + 1)];
  });
}

function isPublic(url: string): boolean {
  // The origin is nobody's: an address of this machine is none that a link may name.
  if (url.length > maxUrl || !isFetchable(url, 'https://nobody.invalid')) return false;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}

function notPublic(url: string): string {
  return vscode.l10n.t('It names “{0}”, and links can bring public https:// addresses only, no files.', plain(url, 80));
}

function tooLong(): string {
  return vscode.l10n.t('Its prompt is longer than {0} characters.', number(maxPrompt));
}

function tooMany(): string {
  return vscode.l10n.t('It names more than {0} references.', number(maxImages));
}

function refused(why: string): UserError {
  return new UserError(vscode.l10n.t('The link was not opened. {0}', why));
}
