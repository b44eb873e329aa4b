import type { Reference } from '../../../shared/draft.ts';
import { ids } from '../ids.ts';
import { caretPlace, showCharacter } from './caretPlace.ts';
import { editBetween, tokenEdit, type Caret, type Edit } from './edit.ts';
import { mentionAt, mentioned, type Mention } from './mention.ts';
import type { PressedKey, PromptActions, PromptHelp } from './promptHelp.ts';
import { replaceText } from './replaceText.ts';
import { afterEdit, current, moved, repeated, stopsOf, type Stops } from './stops.ts';

/** What a prompt can name. */
export interface Nameable {
  readonly references: readonly Reference[];
  /** One a reference. */
  readonly tokens: readonly string[];
}

/** What the prompt's field needs of the page. */
export interface PromptPage {
  nameable(): Nameable;
  draw(): void;
  /** Keeps the prompt that was replaced, for this page and the next one of the same draft; undefined for none. */
  keepReplaced(prompt: string | undefined): void;
}

/** The field of the prompt: `@` names a reference, Tab goes through the places of a template, and what is put in can be undone. */
export class PromptField implements PromptActions {
  readonly #page: PromptPage;
  /** The text as it was before the edit that comes next. */
  #text = '';
  #mention: (Mention & { readonly places: readonly number[]; readonly active: number }) | undefined;
  /** Where the `@` is whose list was closed: it stays closed. */
  #declined: number | undefined;
  #stops: Stops | undefined;
  #replaced: string | undefined;
  /** What took a prompt's place last: it stands in its list, so where another takes its place in turn nothing is lost. */
  #chosen: string | undefined;
  /** An edit of our own is under way: nobody is asked what it may name; of `places` it is known what it does to the places. */
  #writing: 'text' | 'places' | undefined;

  constructor(page: PromptPage, replaced: string | undefined) {
    this.#page = page;
    this.#replaced = replaced;
    document.addEventListener('selectionchange', () => this.#onSelection());
  }

  get help(): PromptHelp {
    const stop = this.#stops && current(this.#stops);
    return {
      replaced: this.#replaced !== undefined,
      ...(this.#mention !== undefined && { mentioned: this.#mention }),
      ...(this.#stops !== undefined &&
        stop !== undefined && { place: { at: this.#stops.at + 1, count: this.#stops.all.length, name: stop.name } }),
    };
  }

  /** The page shows this text: where it is not what was last here, somebody else has put it there. */
  follow(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#stops = undefined;
    this.#mention = undefined;
  }

  /** Takes the prompt's place with `text`, which can be put back, or the place of the selection. */
  insert(text: string, mode: 'all' | 'selection'): void {
    const field = this.#field;
    if (field === undefined) return;
    const { value, selectionStart, selectionEnd } = field;
    this.#stops = undefined;
    this.#mention = undefined;
    if (mode === 'all') {
      if (value.trim() !== '' && value !== text && value !== this.#chosen) this.#keep(value);
      this.#chosen = text;
    }
    const [start, end] = mode === 'all' ? [0, value.length] : [selectionStart, selectionEnd];
    const lead = start === 0 || /\s/.test(value.charAt(start - 1)) ? '' : ' ';
    this.#write('text', field, { start, end, text: lead + text });
    this.#stops = mode === 'selection' ? stopsOf(text, start + lead.length) : undefined;
    this.#show(field);
    this.#page.draw();
  }

  putBack(): void {
    if (this.#replaced !== undefined) this.insert(this.#replaced, 'all');
    // Nobody has it but the draft.
    this.#chosen = undefined;
    this.forgetReplaced();
  }

  forgetReplaced(): void {
    this.#keep(undefined);
    this.#page.draw();
  }

  insertToken(index: number): void {
    const field = this.#field;
    if (field !== undefined) this.#name(field, index, caretOf(field));
  }

  choose(index: number): void {
    const field = this.#field;
    if (field === undefined || this.#mention === undefined) return;
    const { text, end } = caretOf(field);
    this.#name(field, index, { text, start: this.#mention.start, end });
  }

  onInput(event: Event): void {
    const field = this.#field;
    if (field === undefined) return;
    const caret = caretOf(field);
    if (this.#stops !== undefined && this.#writing !== 'places')
      this.#stops = afterEdit(this.#stops, editBetween(this.#text, caret));
    this.#text = caret.text;
    // What was pasted or put in names nobody yet.
    const isTyped = event instanceof InputEvent && /^(insertText|insertComposition|delete)/.test(event.inputType);
    if (isTyped && this.#writing === undefined) this.#look(caret);
    else this.#mention = undefined;
  }

  onKeydown(event: PressedKey): void {
    const { key, shiftKey, ctrlKey, altKey, metaKey, isComposing } = event;
    if (isComposing || ctrlKey || altKey || metaKey) return;
    const done = this.#mention === undefined ? this.#onPlaceKey(key, shiftKey) : !shiftKey && this.#onMentionKey(key);
    if (!done) return;
    // Not VS Code's either: Escape would close something of its own.
    event.preventDefault();
    event.stopPropagation();
    this.#page.draw();
  }

  onBlur(): void {
    this.#mention = undefined;
  }

  /** Puts the list of an `@` where its caret is: below its line, or above where there is more room. */
  placeList(): void {
    const [field, list] = [this.#field, document.getElementById(ids.mentions)];
    if (field === undefined || list === null || this.#mention === undefined) return;
    const { left, top, height } = caretPlace(field, this.#mention.start);
    const box = field.getBoundingClientRect();
    const footer = document.querySelector('.submit')?.getBoundingClientRect().top ?? innerHeight;
    const below = Math.min(footer, innerHeight) - (box.top + top + height);
    const isAbove = below < list.offsetHeight && box.top + top > list.offsetHeight;
    list.style.left = `${Math.max(0, Math.min(left, field.offsetWidth - list.offsetWidth))}px`;
    list.style.top = `${isAbove ? top - list.offsetHeight - 2 : top + height + 2}px`;
  }

  #onMentionKey(key: string): boolean {
    const mention = this.#mention;
    if (mention === undefined) return false;
    const { places, active } = mention;
    const go = (by: number): void => {
      this.#mention = { ...mention, active: (active + by + places.length) % places.length };
    };
    if (key === 'ArrowDown') go(1);
    else if (key === 'ArrowUp') go(-1);
    else if (key === 'Enter' || key === 'Tab') this.choose(places[active] ?? 0);
    else if (key === 'Escape') {
      this.#declined = mention.start;
      this.#mention = undefined;
    } else return false;
    return true;
  }

  #onPlaceKey(key: string, isBack: boolean): boolean {
    if (this.#stops === undefined) return false;
    if (key === 'Escape') this.#stops = undefined;
    else if (key === 'Tab') return this.#go(isBack ? -1 : 1);
    else return false;
    return true;
  }

  /** To another place of the template. False where the focus goes on as it would without any. */
  #go(by: 1 | -1): boolean {
    const field = this.#field;
    if (field === undefined || this.#stops === undefined) return false;
    const again = repeated(this.#stops, field.value);
    if (again !== undefined) {
      this.#write('places', field, again.edit);
      this.#stops = again.stops;
    }
    const { end } = this.#stops;
    this.#stops = moved(this.#stops, by);
    if (this.#stops !== undefined) this.#show(field);
    else if (by === 1) field.setSelectionRange(end, end);
    else this.#page.draw();
    return this.#stops !== undefined || by === 1;
  }

  #name(field: HTMLTextAreaElement, index: number, caret: Caret): void {
    const token = this.#page.nameable().tokens[index];
    if (token === undefined) return;
    this.#mention = undefined;
    // A place of a template may be filled in with it.
    this.#write('text', field, tokenEdit(caret, token));
  }

  #look(caret: Caret): void {
    const { references, tokens } = this.#page.nameable();
    const found = caret.start === caret.end ? mentionAt(caret.text, caret.end) : undefined;
    if (found?.start !== this.#declined) this.#declined = undefined;
    const places =
      found === undefined || this.#declined !== undefined ? [] : mentioned(found.query, references, tokens);
    this.#mention = found === undefined || places.length === 0 ? undefined : { ...found, places, active: 0 };
  }

  #onSelection(): void {
    const field = this.#field;
    if (this.#mention === undefined || field === undefined) return;
    const { text, start, end } = caretOf(field);
    const found = start === end ? mentionAt(text, end) : undefined;
    if (found?.start === this.#mention.start && found.query === this.#mention.query) return;
    this.#mention = undefined;
    this.#page.draw();
  }

  #show(field: HTMLTextAreaElement): void {
    const stop = this.#stops && current(this.#stops);
    if (stop === undefined) return;
    field.setSelectionRange(stop.start, stop.end);
    showCharacter(field, stop.start);
  }

  #write(what: 'text' | 'places', field: HTMLTextAreaElement, edit: Edit): void {
    this.#writing = what;
    try {
      replaceText(field, edit);
    } finally {
      this.#writing = undefined;
    }
  }

  #keep(prompt: string | undefined): void {
    this.#replaced = prompt;
    this.#page.keepReplaced(prompt);
  }

  get #field(): HTMLTextAreaElement | undefined {
    const field = document.getElementById(ids.prompt);
    return field instanceof HTMLTextAreaElement ? field : undefined;
  }
}

function caretOf({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Caret {
  return { text: value, start: selectionStart, end: selectionEnd };
}
