import * as vscode from 'vscode';

/** "64 credits". */
export function credits(amount: number): string {
  const number = new Intl.NumberFormat(vscode.env.language).format(amount);
  return amount === 1 ? vscode.l10n.t('{0} credit', number) : vscode.l10n.t('{0} credits', number);
}

/** "1:42", "1:02:03" of a time in ms. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Date and time as the user's language writes them. */
export function dateTime(ms: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}
