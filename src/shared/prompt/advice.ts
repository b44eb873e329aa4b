import type { MediaKind } from '../media.ts';
import { cameraMoves, opposed } from './cameraMoves.ts';
import { placeholdersOf } from './placeholders.ts';

/** Something about a prompt that is worth a word before it is paid. Never a reason not to send it. `words` are the prompt's own. */
export type Advice =
  | { readonly kind: 'placeholder'; readonly words: string }
  | { readonly kind: 'token'; readonly words: string }
  | { readonly kind: 'opposed'; readonly words: readonly [string, string] }
  | { readonly kind: 'moves'; readonly words: readonly string[] }
  | { readonly kind: 'words' | 'characters'; readonly count: number }
  | { readonly kind: 'times'; readonly words: string }
  | { readonly kind: 'negation'; readonly words: string };

/** What a prompt is judged by. */
export interface Judged {
  readonly prompt: string;
  /** How many words it has, by the rules of its script. */
  readonly words: number;
  /** The kinds of the draft's references, in their order; an unknown one counts as a picture. */
  readonly kinds: readonly (MediaKind | undefined)[];
}

/** The maker's own limits, beyond which details get lost: English words, and characters of scripts without spaces. */
export const mostWords = 1000;
export const mostCharacters = 500;

/** Beyond it nobody reads, and a text of a megabyte is not worth the search. */
const judgedLength = 20_000;

/** A clip of 15 s has no more of them that anybody would follow. */
const mostShots = 100;

const token = /\[(image|video|audio) ?(\d{1,4})\]|(?<![\p{L}\p{N}_.])@(image|video|audio) ?(\d{1,4})(?!\w)/giu;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const speech = /"[^"\n]{0,500}"|“[^”\n]{0,500}”|«[^»\n]{0,500}»|「[^」\n]{0,500}」/g;
const nextShot =
  /\n|→|\b(?:shot|scene|clip) ?#?\d+\b|\b(?:hard |smash |match |jump |quick )?cuts? (?:back )?to\b|\b(?:next|second|third|final|last|closing) shot\b|[镜鏡][头頭] ?\d+/giu;
const inTurn = /\b(?:then|before|after|finally|until|ends?|ending|settl(?:es|ing))\b/i;
const times =
  /(?<=^\s*|[[(])\d{1,2}:\d\d ?[-–—] ?\d{1,2}:\d\d|\b\d{1,2}(?:\.\d)? ?s?(?:ec(?:onds?)?)? ?(?:[-–—]|to) ?\d{1,2}(?:\.\d)? ?(?:s|secs?|seconds?)\b(?= ?[:\])]|$)|[[(]\d{1,2}:\d\d[\])]/im;
const negation =
  /\b(?:do|does) not (?:move|blink|smile|turn|look|walk|run|shake|speak|talk|react)\b|\b(?:don|doesn)['’]t (?:move|blink|smile|turn|look|walk|run|shake|speak|talk|react)\b|\bwithout (?:moving|blinking|smiling|turning|shaking)\b/i;

/**
 * The maker's advice on a prompt (under 1000 words, one camera move a shot, numbered shots rather than times, what should be seen rather
 * than what should not), and what is surely a slip: a place that was not filled in, a name of no reference. The weightiest first.
 */
export function adviceOn({ prompt, words, kinds }: Judged): Advice[] {
  const text = prompt.slice(0, judgedLength);
  const told = text.replace(speech, (quoted) => ' '.repeat(quoted.length));
  return [
    ...placeholdersOf(text)
      .slice(0, 1)
      .map(({ start, end }): Advice => ({ kind: 'placeholder', words: text.slice(start, end) })),
    ...strayTokens(text, kinds),
    ...told.split(nextShot, mostShots).flatMap(onMoves).slice(0, 1),
    ...onLength(text, words),
    ...matched('times', times.exec(told)),
    ...matched('negation', negation.exec(told)),
  ];
}

function strayTokens(text: string, kinds: Judged['kinds']): Advice[] {
  const count = (kind: string): number => kinds.filter((other) => (other ?? 'image') === kind).length;
  const stray = Array.from(text.matchAll(token)).find(([, kind, number, otherKind, otherNumber]) => {
    const index = Number(number ?? otherNumber);
    return index < 1 || index > count((kind ?? otherKind ?? '').toLowerCase());
  });
  return stray === undefined ? [] : [{ kind: 'token', words: stray[0] }];
}

function onMoves(shot: string): Advice[] {
  const moves = cameraMoves(shot);
  const isInTurn = inTurn.test(shot);
  const against = isInTurn ? undefined : opposed(moves);
  if (against !== undefined) return [{ kind: 'opposed', words: [against[0].words, against[1].words] }];
  // A camera that comes to rest has made one move.
  const made = moves.filter(({ move }) => move !== 'still');
  return made.length > 1 ? [{ kind: 'moves', words: made.map(({ words }) => words) }] : [];
}

function onLength(text: string, words: number): Advice[] {
  const characters = text.match(unspaced)?.length ?? 0;
  if (characters > mostCharacters) return [{ kind: 'characters', count: characters }];
  return words > mostWords ? [{ kind: 'words', count: words }] : [];
}

function matched(kind: 'times' | 'negation', match: RegExpExecArray | null): Advice[] {
  return match === null ? [] : [{ kind, words: match[0].trim() }];
}
