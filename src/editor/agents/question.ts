import * as vscode from 'vscode';
import type { Look } from '../../engine/references/look.ts';
import type { Draft } from '../../shared/draft.ts';
import { consentsOf } from '../composer/consent.ts';
import { hostOf, priceText } from '../composer/serviceWords.ts';
import { sentences } from '../../shared/sentences.ts';
import { plain } from '../plain.ts';
import type { Service } from '../studio.ts';
import { credits, number, seconds } from '../words/amounts.ts';
import { modelName } from '../words/modelName.ts';
import { unhurried } from './unhurried.ts';

/** What an agent wants to be made, as a person is shown it. */
export interface Wish {
  readonly agent: string;
  readonly draft: Draft;
  /** How each reference travels, in their order. */
  readonly looks: readonly Look[];
  readonly service: Service;
  /** Credits, as the last time; undefined where nobody knows. */
  readonly price: number | undefined;
  /** May be allowed up to a sum. */
  readonly remembers: boolean;
  /** Such a sum is for a connection, not for one chat. */
  readonly isConnection: boolean;
  /** What is left of a sum that was allowed before, credits. */
  readonly left: number | undefined;
}

/** What a person says to it: this clip, or this one and more up to a sum (credits). Undefined: no. */
export type Answer = 'once' | { readonly upTo: number } | undefined;

/**
 * Asks by a modal of our own, which no setting answers: VS Code's question before a tool runs can be switched off, and what an agent says
 * of its user is an agent's word.
 */
export async function askPerson(wish: Wish): Promise<Answer> {
  const once = vscode.l10n.t('Generate Once');
  const sum = vscode.l10n.t('Allow Up to a Sum…');
  const { message, detail } = questionOf(wish);
  const buttons = [once, ...(wish.remembers ? [sum] : [])];
  // It comes up while somebody types into something else, with the first button in focus.
  const answer = await unhurried(() => vscode.window.showWarningMessage(message, { modal: true, detail }, ...buttons));
  if (answer === once) return 'once';
  return answer === sum && wish.remembers ? askSum(wish) : undefined;
}

/** The words of the question. */
export function questionOf({ agent, draft, looks, service, price, left }: Wish): {
  readonly message: string;
  readonly detail: string;
} {
  const { model, aspectRatio, duration, resolution, references } = draft;
  const settings = [modelName(model), aspectRatio, seconds(duration), resolution].map((text) => plain(text));
  const files = references.flatMap((reference, index) => fileLines(nameOf(reference), looks[index]));
  const detail = [
    promptLine(draft.prompt),
    settings.join(' · '),
    ...(files.length > 0 ? ['', ...files] : []),
    '',
    priceText(service, [price]),
    ...(left === undefined ? [] : [vscode.l10n.t('Left of what you allowed: {0}.', credits(left))]),
  ].join('\n');
  const name = plain(agent, 60);
  const message =
    service.kind === 'sandbox'
      ? vscode.l10n.t('Let {0} generate a clip in the sandbox?', name)
      : vscode.l10n.t('Let {0} generate a clip with {1}?', name, hostOf(service));
  return { message, detail };
}

/** A dialog holds no more of it; that there is more is said. */
const mostShown = 600;

function promptLine(prompt: string): string {
  const shown = plain(prompt, mostShown);
  return prompt.length <= mostShown
    ? vscode.l10n.t('Prompt: {0}', shown)
    : vscode.l10n.t('Prompt (its beginning; {0} characters in all): {1}', number(prompt.length), shown);
}

/** The path in the workspace, or the address: two files can have one name. */
function nameOf({ source }: Draft['references'][number]): string {
  return source.type === 'url' ? source.url : vscode.workspace.asRelativePath(vscode.Uri.parse(source.uri));
}

/** A reference, and where it goes. */
function fileLines(name: string, look: Look | undefined): string[] {
  if (look === undefined) return [plain(name, 300)];
  const [consent] = consentsOf(look);
  const way = consent === undefined ? look.travel.text : vscode.l10n.t('uploaded to {0}', consent.place);
  const lines = [`${plain(name, 300)}: ${plain(way, 300)}`];
  if (consent !== undefined) lines.push(plain(vscode.l10n.t('{0}. {1}', consent.file, consent.readers), 900));
  return lines;
}

/** The sum that a person types. Undefined where they thought better of it. */
async function askSum({ agent, price, service, isConnection }: Wish): Promise<Answer> {
  const name = plain(agent, 60);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Allow Up to a Sum'),
    prompt: sentences([
      // Not by its name: that stands at the beginning of a sentence.
      service.kind === 'sandbox'
        ? vscode.l10n.t('Credits that {0} may spend in the sandbox without asking again, this clip among them.', name)
        : vscode.l10n.t(
            'Credits that {0} may spend with {1} without asking again, this clip among them.',
            name,
            hostOf(service),
          ),
      isConnection
        ? vscode.l10n.t(
            'They are for all of its conversations until it disconnects, or spends nothing for half an hour.',
          )
        : vscode.l10n.t('They are for this chat, until it spends nothing for half an hour.'),
      vscode.l10n.t('You are still asked where the price is not known, or where another file is to be uploaded.'),
    ]),
    ignoreFocusOut: true,
    validateInput: (text) => whyNoSum(text, price ?? 0),
  });
  // A box that is closed by something else does not look at what is in it.
  if (typed === undefined || whyNoSum(typed, price ?? 0) !== undefined) return undefined;
  return { upTo: Number(typed.trim()) };
}

function whyNoSum(text: string, price: number): string | undefined {
  if (!/^\d{1,7}$/.test(text.trim()) || Number(text) === 0)
    return vscode.l10n.t('A whole number of credits, such as 200.');
  return Number(text) < price ? vscode.l10n.t('This clip alone is about {0}.', credits(price)) : undefined;
}
