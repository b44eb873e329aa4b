import type { Card, LibraryAction } from '../../shared/libraryMessages.ts';
import type { LibraryStrings } from '../../shared/strings/library.ts';
import type { Query } from './query.ts';
import type { Selection, Way } from './selection.ts';

/** What the page draws. */
export interface LibraryModel {
  readonly strings: LibraryStrings;
  readonly language: string;
  /** All that there are, in no order. */
  readonly all: ReadonlyMap<string, Card>;
  /** Those that fit the query, in its order. */
  readonly shown: readonly Card[];
  readonly query: Query;
  readonly selection: Selection;
  /** What was just done. */
  readonly done: string;
}

/** What a person can do in the page. */
export interface LibraryActions {
  ask(query: Partial<Query>): void;
  act(action: LibraryAction): void;
  /** For one card, whatever is selected. */
  actOn(action: LibraryAction, id: string): void;
  select(id: string, way: Way): void;
  hover(card: Card | undefined): void;
  newClip(): void;
  getStarted(): void;
}
