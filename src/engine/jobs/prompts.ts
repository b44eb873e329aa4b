import type { Database } from './database.ts';
import { field } from './schema.ts';

/** A prompt that was sent, or that somebody marked. */
export interface KnownPrompt {
  /** Without the white space around it. */
  readonly text: string;
  readonly favourite: boolean;
  /** When it was sent last, ms since 1970; left out where it never was. */
  readonly sentAt?: number;
}

/** More than anybody looks through; a search among them is instant. */
const longestList = 500;

/** What counts as around a prompt, for SQL and for ourselves alike. */
const space = ' \t\r\n';
const around = new RegExp(`^[${space}]+|[${space}]+$`, 'g');

/**
 * The prompts of the store's jobs, each once, and the marks that people set on prompts. They are in the database rather than in VS Code's
 * own memory, which the last window to write overwrites. All methods throw `StoreError`.
 */
export class Prompts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The favourites, the last marked first, then what was sent, newest first. Jobs that were removed from view count: their prompts are
   * gone when they are forgotten here.
   */
  list(): KnownPrompt[] {
    const sent = `SELECT trim(${field('draft.prompt')}, '${space}') AS text, max(createdAt) AS sentAt
      FROM jobs WHERE state <> 'withdrawn' GROUP BY 1`;
    const sql = `SELECT coalesce(sent.text, marks.text) AS text, sentAt, favouriteAt
      FROM (${sent}) AS sent FULL JOIN prompts AS marks ON marks.text = sent.text
      WHERE coalesce(sent.text, marks.text, '') <> ''
        AND (favouriteAt IS NOT NULL OR sentAt > coalesce(forgottenAt, -1))
      ORDER BY favouriteAt DESC NULLS LAST, sentAt DESC, 1 LIMIT ${longestList}`;
    return this.#database.rows(sql).map((row) => ({
      text: String(row['text']),
      favourite: row['favouriteAt'] !== null,
      ...(typeof row['sentAt'] === 'number' && { sentAt: row['sentAt'] }),
    }));
  }

  isFavourite(prompt: string): boolean {
    const sql = 'SELECT 1 FROM prompts WHERE text = ? AND favouriteAt IS NOT NULL';
    return this.#database.rows(sql, keyOf(prompt)).length > 0;
  }

  /** Marks a prompt, or takes the mark off. An empty one has none. */
  setFavourite(prompt: string, favourite: boolean, now: number): void {
    const text = keyOf(prompt);
    if (text === '') return;
    this.#database.run(
      `INSERT INTO prompts (text, favouriteAt) VALUES (?, ?)
       ON CONFLICT (text) DO UPDATE SET favouriteAt = iif(excluded.favouriteAt IS NULL, NULL, coalesce(favouriteAt, excluded.favouriteAt))`,
      text,
      favourite ? now : null,
    );
  }

  /** Takes a prompt off the list, until it is sent anew. Its jobs stay as they are. */
  forget(prompt: string, now: number): void {
    this.#database.run(
      `INSERT INTO prompts (text, forgottenAt) VALUES (?, ?)
       ON CONFLICT (text) DO UPDATE SET favouriteAt = NULL, forgottenAt = excluded.forgottenAt`,
      keyOf(prompt),
      now,
    );
  }
}

function keyOf(prompt: string): string {
  return prompt.replace(around, '');
}
