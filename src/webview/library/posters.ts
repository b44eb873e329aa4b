import { pictureOf } from './pictureOf.ts';

/** Pictures that are held at once, some screens of them; and clips that are loaded at once to make one. */
const most = 240;
const atOnce = 2;

/** What the page needs of a card to show its picture. */
export interface Pictured {
  readonly id: string;
  readonly source?: string;
}

interface Held {
  readonly source: string;
  /** An object URL; undefined while it is asked for, or where the clip has none to give. */
  url?: string;
}

/** The pictures of the cards in sight: what the host has kept, else made of the clip and handed to the host. */
export class Posters {
  readonly #ask: (ids: readonly string[]) => void;
  readonly #handOver: (id: string, bytes: Uint8Array<ArrayBuffer>) => void;
  readonly #changed: () => void;
  readonly #held = new Map<string, Held>();
  #inSight: ReadonlyMap<string, Pictured> = new Map();
  #toMake: string[] = [];
  #making = 0;

  constructor(
    ask: (ids: readonly string[]) => void,
    handOver: (id: string, bytes: Uint8Array<ArrayBuffer>) => void,
    changed: () => void,
  ) {
    this.#ask = ask;
    this.#handOver = handOver;
    this.#changed = changed;
  }

  /** The picture of a card, as far as it is here. */
  of({ id, source }: Pictured): string | undefined {
    const held = this.#held.get(id);
    return held !== undefined && held.source === source ? held.url : undefined;
  }

  /** These cards are in sight, and stay there. */
  show(cards: readonly Pictured[]): void {
    this.#inSight = new Map(cards.map((card) => [card.id, card]));
    this.#toMake = this.#toMake.filter((id) => this.#inSight.has(id));
    const wanted: string[] = [];
    for (const { id, source } of cards) {
      const held = this.#held.get(id);
      if (source === undefined || held?.source === source) continue;
      this.#drop(id);
      this.#held.set(id, { source });
      wanted.push(id);
    }
    if (wanted.length > 0) this.#ask(wanted);
    this.#thin();
  }

  /** What the host has of a clip. */
  take(id: string, bytes: Uint8Array | undefined): void {
    if (bytes !== undefined) {
      this.#hold(id, new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }));
      return;
    }
    if (this.#inSight.has(id)) this.#toMake.push(id);
    // Scrolled past before there was an answer: it is asked for anew.
    else this.#drop(id);
    void this.#make();
  }

  async #make(): Promise<void> {
    if (this.#making >= atOnce) return;
    const id = this.#toMake.shift();
    const source = id === undefined ? undefined : this.#held.get(id)?.source;
    if (id === undefined || source === undefined) return;
    this.#making++;
    const picture = await pictureOf(source).catch(() => undefined);
    this.#making--;
    if (picture !== undefined && this.#held.get(id)?.source === source) {
      this.#hold(id, picture);
      this.#handOver(id, new Uint8Array(await picture.arrayBuffer()));
    }
    void this.#make();
  }

  #hold(id: string, picture: Blob): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    if (held.url !== undefined) URL.revokeObjectURL(held.url);
    held.url = URL.createObjectURL(picture);
    this.#changed();
  }

  #thin(): void {
    for (const id of this.#held.keys()) {
      if (this.#held.size <= most) return;
      if (!this.#inSight.has(id)) this.#drop(id);
    }
  }

  #drop(id: string): void {
    const url = this.#held.get(id)?.url;
    if (url !== undefined) URL.revokeObjectURL(url);
    this.#held.delete(id);
  }
}
