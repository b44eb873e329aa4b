import * as vscode from 'vscode';
import { counted as countedIn } from '../../shared/counted.ts';
import { numberText } from '../../shared/numberText.ts';

/** "64 credits". */
export function credits(amount: number): string {
  return counted(vscode.l10n.t('{0} credit | {0} credits'), amount);
}

/** A text that counts, in the user's language. See `counted` of shared/. */
export function counted(forms: string, count: number, ...values: readonly string[]): string {
  return countedIn(forms, count, vscode.env.language, ...values);
}

/** "5 s": how long a clip is. */
export function seconds(duration: number): string {
  return vscode.l10n.t('{0} s', number(duration));
}

/** "1:42", "1:02:03" of a time in ms. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Names one after the other, as the user's language lists them. */
export function list(names: readonly string[]): string {
  return new Intl.ListFormat(vscode.env.language, { style: 'narrow' }).format(names);
}

/** A number as the user's language writes it. */
export function number(value: number): string {
  return numberText(value, vscode.env.language);
}

/** A number with exactly so many digits behind its point, as the user's language writes it. */
export function decimal(value: number, digits: number): string {
  return numberText(value, vscode.env.language, digits, digits);
}

/** Date and time as the user's language writes them. */
export function dateTime(ms: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}

/** A time of the day, to the second. */
export function timeOfDay(ms: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'medium' }).format(ms);
}
