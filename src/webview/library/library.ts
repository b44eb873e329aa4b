import { html, nothing, render, type TemplateResult } from 'lit';
import type { Card, LibraryAction, LibraryEvent, LibraryRequest } from '../../shared/libraryMessages.ts';
import type { LibraryStrings } from '../../shared/strings/library.ts';
import { guard } from 'lit/directives/guard.js';
import { icon } from '../page/icon.ts';
import { isMac } from '../page/isMac.ts';
import type { Host } from '../page/host.ts';
import { Later } from '../../shared/later.ts';
import { menuContext, noMenu } from './abilities.ts';
import { chosen, noteView, whyNot } from './actionsView.ts';
import { barView } from './barView.ts';
import { cardView } from './cardView.ts';
import { dragClips } from './drag.ts';
import { Grid } from './grid.ts';
import { HoverPlayer } from './hoverPlayer.ts';
import { moved } from './layout.ts';
import type { LibraryActions, LibraryModel } from './model.ts';
import { Posters } from './posters.ts';
import { allCards, find, isFiltered, type Query } from './query.ts';
import { kept, nothingSelected, select, type Selection, type Way } from './selection.ts';

/** What the next page of the same tab goes on from. */
export interface Memory {
  readonly query?: Query;
  readonly offset?: number;
  readonly active?: string;
}

/** The keys that take clips from the list: the one that a Mac's keyboard calls Delete tells another name. */
const removing: readonly string[] = isMac(navigator) ? ['Delete', 'Backspace'] : ['Delete'];

/** Pictures are asked for when scrolling rests, ms. */
const rest = 80;

/** The page: clips as the host tells them, filtered, sorted and drawn. */
export class Library implements LibraryActions {
  readonly #host: Host<LibraryRequest, LibraryEvent, Memory>;
  readonly #bar = document.createElement('div');
  readonly #empty = document.createElement('div');
  /** Below the cards, so that none of them moves under the pointer when it comes. */
  readonly #note = document.createElement('div');
  readonly #grid: Grid;
  readonly #posters: Posters;
  readonly #player = new HoverPlayer(() => this.#grid.draw());
  readonly #askPosters = new Later(() => this.#posters.show(this.#inSight), rest);
  readonly #remember = new Later(() => this.#keep(), 300);
  #inSight: readonly Card[] = [];
  #strings: LibraryStrings | undefined;
  #language = '';
  #all = new Map<string, Card>();
  #loaded = false;
  #shown: readonly Card[] = [];
  #order: readonly string[] = [];
  #query: Query;
  #selection: Selection = nothingSelected;
  #done = '';

  constructor(root: HTMLElement, host: Host<LibraryRequest, LibraryEvent, Memory>) {
    this.#host = host;
    const { query, offset = 0, active } = host.memory ?? {};
    this.#query = { ...allCards, ...query };
    if (active !== undefined) this.#selection = { ...nothingSelected, active };
    this.#posters = new Posters(
      (ids) => host.post({ type: 'posters', ids: [...ids] }),
      (id, bytes) => host.post({ type: 'poster', id, bytes }),
      () => this.#grid.draw(),
    );
    root.append(this.#bar, this.#empty);
    this.#grid = new Grid(
      (card, column) => {
        const poster = this.#posters.of(card);
        const video = this.#player.id === card.id ? this.#player.video : undefined;
        const tabbable = card.id === (this.#selection.active ?? this.#order[0]);
        const selected = this.#selection.selected.has(card.id);
        // While one scrolls most cards stay as they are.
        return guard([card, column, poster, video, tabbable, selected], () =>
          cardView(card, this.#model(), { column, poster, video, tabbable, selected }),
        );
      },
      (cards) => this.#see(cards),
      offset,
    );
    root.append(this.#grid.element, this.#note);
    this.#listen();
  }

  /** Takes in what the host says. */
  hear(event: LibraryEvent): void {
    switch (event.type) {
      case 'strings':
        this.#strings = event.strings;
        this.#language = event.language;
        break;
      case 'cards':
        if (event.first) this.#all.clear();
        for (const card of event.cards) this.#all.set(card.id, card);
        // Where somebody was before can be found again among all of them only.
        this.#loaded ||= this.#host.memory === undefined;
        this.#find();
        break;
      case 'complete':
        this.#loaded = true;
        this.#find();
        break;
      case 'changed':
        for (const card of event.cards) this.#all.set(card.id, card);
        for (const id of event.removed) this.#all.delete(id);
        this.#find();
        break;
      case 'poster':
        this.#posters.take(event.id, event.bytes);
        break;
      case 'done':
        this.#done = event.text;
        this.#draw();
    }
  }

  ask(query: Partial<Query>): void {
    this.#query = { ...this.#query, ...query };
    this.#player.stop();
    this.#grid.toTop();
    this.#find();
    this.#remember.ask();
  }

  act(action: LibraryAction): void {
    const strings = this.#strings;
    const cards = chosen(this.#model());
    if (strings === undefined || whyNot(action, cards, strings) !== undefined) return;
    const ids = cards.filter((card) => card.actions.includes(action)).map(({ id }) => id);
    this.#host.post({ type: 'action', action, ids });
  }

  actOn(action: LibraryAction, id: string): void {
    this.#host.post({ type: 'action', action, ids: [id] });
  }

  select(id: string, way: Way): void {
    this.#selection = select(this.#selection, id, way, this.#order);
    this.#draw();
    this.#remember.ask();
  }

  hover(card: Card | undefined): void {
    if (card === undefined) this.#player.stop();
    else this.#player.play(card.id, card.source);
  }

  getStarted(): void {
    this.#host.post({ type: 'getStarted' });
  }

  newClip(): void {
    this.#host.post({ type: 'newClip' });
  }

  /** What is shown has changed, or may have. */
  #find(): void {
    // Before the cards have come nothing is known of what was remembered.
    if (!this.#loaded) return;
    const before = this.#order;
    this.#shown = find(this.#all.values(), this.#query, this.#language);
    this.#order = this.#shown.map(({ id }) => id);
    this.#selection = kept(this.#selection, before, this.#order);
    this.#draw();
  }

  #draw(): void {
    if (this.#strings === undefined || !this.#loaded) return;
    const model = this.#model();
    render(
      html`${barView(model, this)}
        <p class="unseen" role="status">${model.done}</p>`,
      this.#bar,
    );
    render(noteView(model, this), this.#note);
    render(this.#emptyView(model), this.#empty);
    this.#grid.element.hidden = this.#shown.length === 0;
    this.#grid.element.setAttribute('aria-label', model.strings.title);
    this.#grid.show(this.#shown);
  }

  #emptyView({ strings, all, shown, query }: LibraryModel): TemplateResult | typeof nothing {
    if (shown.length > 0) return nothing;
    if (all.size > 0 && isFiltered(query))
      return html`<div class="empty">
        ${icon('search')}
        <p>${strings.nothing}</p>
        <button class="link" @click=${() => this.ask({ ...allCards, order: query.order })}>${strings.reset}</button>
      </div>`;
    return html`<div class="empty">
      ${icon('library')}
      <h2>${strings.empty}</h2>
      <p class="quiet">${strings.emptyHelp}</p>
      <button class="link" @click=${() => this.newClip()}>${strings.generate}</button>
      <button class="link" @click=${() => this.getStarted()}>${strings.getStarted}</button>
    </div>`;
  }

  #model(): LibraryModel {
    const strings = this.#strings;
    if (strings === undefined) throw new Error('nothing is drawn before there are words');
    return {
      ...{ strings, language: this.#language, all: this.#all, shown: this.#shown },
      ...{ query: this.#query, selection: this.#selection, done: this.#done },
    };
  }

  #see(cards: readonly Card[]): void {
    this.#inSight = cards;
    this.#askPosters.drop();
    this.#askPosters.ask();
    const { id } = this.#player;
    if (id !== undefined && !cards.some((card) => card.id === id)) this.#player.stop();
  }

  #keep(): void {
    const { active } = this.#selection;
    this.#host.remember({ query: this.#query, offset: this.#grid.offset, ...(active !== undefined && { active }) });
  }

  #listen(): void {
    const { element } = this.#grid;
    const cardOf = (event: Event): Card | undefined => this.#cardAt(event.target);
    element.addEventListener('scroll', () => this.#remember.ask(), { passive: true });
    element.addEventListener('pointerover', (event) => this.hover(cardOf(event)));
    element.addEventListener('pointerleave', () => this.hover(undefined));
    element.addEventListener('focusin', (event) => {
      if (event.target === element) this.#toActive();
      const card = cardOf(event);
      if (card === undefined) return;
      if (card.id !== this.#selection.active) this.select(card.id, 'focus');
      if (event.target instanceof Element && event.target.matches(':focus-visible')) this.hover(card);
    });
    element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) this.hover(undefined);
    });
    element.addEventListener('click', (event) => {
      const card = cardOf(event);
      if (card !== undefined) this.select(card.id, wayOf(event));
    });
    element.addEventListener('dblclick', (event) => {
      const card = cardOf(event);
      if (card?.actions.includes('open') === true) this.actOn('open', card.id);
    });
    element.addEventListener('contextmenu', (event) => {
      const card = cardOf(event);
      if (card !== undefined && !this.#selection.selected.has(card.id)) this.select(card.id, 'only');
      // Read by VS Code after this. It is of all selected cards, of which there may be thousands: none holds it for itself.
      element.dataset['vscodeContext'] = card === undefined ? noMenu : menuContext(card, chosen(this.#model()));
    });
    element.addEventListener('dragstart', (event) => {
      const card = cardOf(event);
      const cards = chosen(this.#model());
      if (card !== undefined) dragClips(event, cards.includes(card) ? cards : [card]);
    });
    element.addEventListener('keydown', (event) => this.#press(event));
    window.addEventListener('keydown', (event) => {
      if (event.key === 'f' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('#search')?.select();
      }
    });
  }

  #cardAt(target: EventTarget | null): Card | undefined {
    const cell = target instanceof Element ? target.closest<HTMLElement>('.card') : null;
    const id = cell?.dataset['id'];
    return id === undefined ? undefined : this.#all.get(id);
  }

  #press(event: KeyboardEvent): void {
    if (this.#key(event)) event.preventDefault();
  }

  /** True where the key means something here. */
  #key({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
    const index = Math.max(0, this.#order.indexOf(this.#selection.active ?? ''));
    const place = { columns: this.#grid.columns, count: this.#order.length, rows: this.#grid.rowsOnScreen };
    const target = moved(key, index, place);
    const isControl = ctrlKey || metaKey;
    const active = this.#order[index];
    if (active === undefined) return false;
    if (target !== undefined) {
      this.#go(target, shiftKey ? 'range' : isControl ? 'focus' : 'only');
      return true;
    }
    if (removing.includes(key)) {
      if (!this.#selection.selected.has(active)) this.select(active, 'only');
      this.act('remove');
      return true;
    }
    switch (key) {
      case ' ':
        this.select(active, shiftKey ? 'range' : 'toggle');
        return true;
      case 'Enter':
        if (!this.#selection.selected.has(active)) this.select(active, 'only');
        this.act('open');
        return true;
      case 'Escape':
        this.#selection = { selected: new Set(), active };
        this.#draw();
        return true;
      case 'a':
        if (!isControl) return false;
        this.#selection = { selected: new Set(this.#order), anchor: active, active };
        this.#draw();
        return true;
      default:
        return false;
    }
  }

  #go(index: number, way: Way): void {
    const id = this.#order[index];
    if (id === undefined) return;
    this.select(id, way);
    this.#grid.reveal(index);
    this.#grid.cell(id)?.focus({ preventScroll: true });
  }

  /** The focus came to the grid itself, as its card is not in the page. */
  #toActive(): void {
    const index = Math.max(0, this.#order.indexOf(this.#selection.active ?? ''));
    if (this.#order.length > 0) this.#go(index, 'focus');
  }
}

function wayOf({ shiftKey, ctrlKey, metaKey }: MouseEvent): Way {
  return shiftKey ? 'range' : ctrlKey || metaKey ? 'toggle' : 'only';
}
