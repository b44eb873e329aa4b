import { cardStates, type Card, type CardState } from '../../shared/libraryMessages.ts';

export const orders = ['newest', 'oldest', 'name', 'model', 'longest', 'credits'] as const;
export type Order = (typeof orders)[number];

export const stateFilters = [...cardStates, 'keeper', 'rejected'] as const;
export type StateFilter = CardState | 'keeper' | 'rejected';

/** Which clips are shown, and in which order. Empty texts stand for all. */
export interface Query {
  readonly text: string;
  readonly model: string;
  readonly state: StateFilter | '';
  /** Of this machine's calendar, `YYYY-MM-DD`. */
  readonly day: string;
  readonly folder: string;
  readonly order: Order;
}

export const allCards: Query = { text: '', model: '', state: '', day: '', folder: '', order: 'newest' };

/** True where something is left out. */
export function isFiltered({ text, model, state, day, folder }: Query): boolean {
  return [text.trim(), model, state, day, folder].some((each) => each !== '');
}

/** The cards that fit, in their order; names as `language` (a BCP 47 tag, empty for the machine's) sorts them. */
export function find(cards: Iterable<Card>, query: Query, language: string): Card[] {
  const words = fold(query.text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const { model, state, day, folder } = query;
  return [...cards]
    .filter(
      (card) =>
        (model === '' || card.model === model) &&
        (folder === '' || card.folder === folder) &&
        (state === '' || isIn(card, state)) &&
        (day === '' || dayOf(card.createdAt) === day) &&
        words.every((word) => textOf(card).includes(word)),
    )
    .sort(compare(query.order, language));
}

/** What cards can be filtered by, with how many of each: models and folders by name as `language` sorts them, days newest first. */
export function choicesOf(
  cards: Iterable<Card>,
  language: string,
): Record<'model' | 'folder' | 'day', ReadonlyMap<string, number>> {
  const byName = inOrder(language);
  const model = new Map<string, number>();
  const folder = new Map<string, number>();
  const day = new Map<string, number>();
  for (const card of cards) {
    count(model, card.model);
    count(folder, card.folder);
    count(day, dayOf(card.createdAt));
  }
  return { model: sorted(model, byName), folder: sorted(folder, byName), day: sorted(day, (a, b) => byText(b, a)) };
}

/** The day of a time (ms since 1970) in this machine's calendar, `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function isIn(card: Card, state: StateFilter): boolean {
  return state === 'keeper' || state === 'rejected' ? card.verdict === state : card.state === state;
}

const newest = (one: Card, other: Card): number => other.createdAt - one.createdAt || byText(one.id, other.id);

function compare(order: Order, language: string): (one: Card, other: Card) => number {
  const byName = inOrder(language);
  const by: Readonly<Record<Order, (one: Card, other: Card) => number>> = {
    newest,
    oldest: (one, other) => newest(other, one),
    name: (one, other) => byName(one.name, other.name),
    model: (one, other) => byName(one.model, other.model),
    longest: (one, other) => other.duration - one.duration,
    credits: (one, other) => other.credits - one.credits,
  };
  return (one, other) => by[order](one, other) || newest(one, other);
}

/** Made once: each takes longer than what it then sorts. */
const collators = new Map<string, Intl.Collator>();

/** As the explorer sorts, in a language: `clip-2` before `clip-10`. */
function inOrder(language: string): (one: string, other: string) => number {
  const collator = collators.get(language) ?? new Intl.Collator(language || undefined, { numeric: true });
  collators.set(language, collator);
  return collator.compare;
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What was made of a card's texts once is there for the next letter that is typed. */
const texts = new WeakMap<Card, string>();

function textOf(card: Card): string {
  const known = texts.get(card);
  if (known !== undefined) return known;
  const text = fold([card.prompt, card.name, card.model].join('\n'));
  texts.set(card, text);
  return text;
}

/** Letters as people search them: without case and accents. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>, order: (one: string, other: string) => number) {
  return new Map([...counts].sort(([one], [other]) => order(one, other)));
}
