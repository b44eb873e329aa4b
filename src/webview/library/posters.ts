import { pictureOf } from './pictureOf.ts';

/** Pictures that are held at once, some screens of them; and clips that are loaded at once to make one. */
const most = 240;
const atOnce = 2;

/** So often a clip that gives no picture is loaded while it is in sight. */
const tries = 2;

/** What the page needs of a card to show its picture. */
export interface Pictured {
  readonly id: string;
  readonly source?: string;
}

interface Held {
  readonly source: string;
  /** An object URL; undefined while it is asked for, or where the clip has none to give. */
  url?: string;
  failures: number;
}

/** The pictures of the cards in sight: what the host has kept, else made of the clip and handed to the host. */
export class Posters {
  readonly #ask: (ids: readonly string[]) => void;
  readonly #handOver: (id: string, bytes: Uint8Array<ArrayBuffer>) => void;
  readonly #changed: () => void;
  readonly #pictureOf: (source: string) => Promise<Blob>;
  readonly #held = new Map<string, Held>();
  #inSight: ReadonlyMap<string, Pictured> = new Map();
  #toMake: string[] = [];
  readonly #making = new Set<string>();

  constructor(
    ask: (ids: readonly string[]) => void,
    handOver: (id: string, bytes: Uint8Array<ArrayBuffer>) => void,
    changed: () => void,
    makePicture = pictureOf,
  ) {
    this.#ask = ask;
    this.#handOver = handOver;
    this.#changed = changed;
    this.#pictureOf = makePicture;
  }

  /** The picture of a card, as far as it is here. */
  of({ id, source }: Pictured): string | undefined {
    const held = this.#held.get(id);
    return held !== undefined && held.source === source ? held.url : undefined;
  }

  /** These cards are in sight, and stay there. */
  show(cards: readonly Pictured[]): void {
    const before = this.#inSight;
    this.#inSight = new Map(cards.map((card) => [card.id, card]));
    this.#toMake = this.#toMake.filter((id) => this.#inSight.has(id));
    const wanted: string[] = [];
    for (const { id, source } of cards) {
      const held = this.#held.get(id);
      // One that got none when it was in sight before, as the loading failed or others came first, may get one now.
      const again = held?.url === undefined && !before.has(id) && !this.#making.has(id);
      if (source === undefined || (held?.source === source && !again)) continue;
      this.#drop(id);
      this.#held.set(id, { source, failures: 0 });
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
    // Scrolled past before there was an answer: it is asked for anew.
    if (!this.#inSight.has(id)) this.#drop(id);
    else if (!this.#toMake.includes(id)) this.#toMake.push(id);
    void this.#make();
  }

  async #make(): Promise<void> {
    const id = this.#making.size < atOnce ? this.#toMake.shift() : undefined;
    if (id === undefined) return;
    const held = this.#held.get(id);
    if (held === undefined || this.#making.has(id)) return void this.#make();
    this.#making.add(id);
    const picture = await this.#pictureOf(held.source).catch(() => undefined);
    this.#making.delete(id);
    if (this.#held.get(id) === held) {
      if (picture === undefined) {
        held.failures += 1;
        // After the others.
        if (held.failures < tries && this.#inSight.has(id)) this.#toMake.push(id);
      } else {
        this.#hold(id, picture);
        this.#handOver(id, new Uint8Array(await picture.arrayBuffer()));
      }
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
