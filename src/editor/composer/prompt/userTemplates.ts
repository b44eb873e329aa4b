import * as l10n from '@vscode/l10n';
import type { Template } from '../../../shared/prompt/templates.ts';
import { number } from '../../../engine/amounts.ts';

/** A template of a setting that cannot be used. */
export interface BadTemplate {
  readonly name: string;
  /** What is wrong with it, for people. */
  readonly reason: string;
}

/** What a setting holds. */
export interface FoundTemplates {
  readonly templates: readonly Template[];
  readonly bad: readonly BadTemplate[];
}

/** More than that is no template: a prompt has at most 1000 words. In code units. */
const longest = 20_000;

/** More of them nobody finds anything among. */
const most = 200;

/** Reads the value of the setting, which anybody may have written: names with their texts. What cannot be used is named. */
export function userTemplates(value: unknown): FoundTemplates {
  if (value === undefined) return { templates: [], bad: [] };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { templates: [], bad: [{ name: '', reason: l10n.t('it must be an object of names and texts') }] };
  const templates: Template[] = [];
  const bad: BadTemplate[] = [];
  for (const [name, text] of Object.entries(value)) {
    const reason = templates.length < most ? fault(name, text) : l10n.t('there are more than {0}', number(most));
    if (reason === undefined) templates.push({ name, text: String(text).trim() });
    else bad.push({ name, reason });
  }
  return { templates, bad };
}

function fault(name: string, text: unknown): string | undefined {
  if (name.trim() === '') return l10n.t('it has no name');
  if (typeof text !== 'string') return l10n.t('it is no text');
  if (text.trim() === '') return l10n.t('it is empty');
  return text.length > longest ? l10n.t('it has more than {0} characters', number(longest)) : undefined;
}
