/** What is shown at the prompt beside its text. */
export interface PromptHelp {
  /** The references that an `@` may mean, by their places, and which of these lines is chosen. */
  readonly mentioned?: { readonly places: readonly number[]; readonly active: number };
  /** The place of a template where the person is, from 1, of how many, and its name. */
  readonly place?: { readonly at: number; readonly count: number; readonly name: string };
  /** A prompt was replaced and can be put back. */
  readonly replaced: boolean;
}

/** What can be done at the prompt. */
export interface PromptActions {
  /** To be called after each edit of the field, before its text is told to anybody. */
  onInput(event: Event): void;
  onKeydown(event: PressedKey): void;
  onBlur(): void;
  /** Takes the reference at `index` for the one that is meant by the `@`. */
  choose(index: number): void;
  /** Names the reference at `index` where the caret is. */
  insertToken(index: number): void;
  /** Puts the prompt back that was replaced. */
  putBack(): void;
  /** Nobody wants the prompt back that was replaced. */
  forgetReplaced(): void;
}

/** Of the browser's event what matters here; this file is read by tests that know no browser. */
export interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  preventDefault(): void;
  stopPropagation(): void;
}
