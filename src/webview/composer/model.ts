import type { ComposerState } from '../../shared/composerMessages.ts';
import type { DraftSettings } from '../../shared/draft.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Mend, PictureCopy } from '../../shared/problem.ts';
import type { ComposerStrings } from '../../shared/strings/composer.ts';
import type { Need } from './needs.ts';
import type { Verdict } from './prompt/judgement.ts';
import type { PromptActions, PromptHelp } from './prompt/promptHelp.ts';
import type { Thumbnail } from './thumbnails.ts';

/** All that the page is drawn from. */
export interface ComposerModel {
  readonly strings: ComposerStrings;
  /** The person's keyboard is a Mac's. */
  readonly mac: boolean;
  /** BCP 47 tag of the page's language. */
  readonly language: string;
  readonly state: ComposerState;
  /** The fields as they stand on the page, ahead of `state.draft`. */
  readonly settings: DraftSettings;
  /** What there is to say of the prompt as it stands on the page. */
  readonly verdict: Verdict;
  readonly promptHelp: PromptHelp;
  /** The prompt is one of the favourites. */
  readonly favourite: boolean;
  /** What the draft is to become as it was chosen on the page, ahead of `state.plan`. */
  readonly plan: Plan;
  /** Public URLs as typed, by reference, where the host does not know them yet. */
  readonly typedUrls: ReadonlyMap<string, string>;
  /** What the references need before they can travel, by their ids. */
  readonly needs: ReadonlyMap<string, Need>;
  /** What was typed into: the prompt by its element's id, public URLs by their reference's. */
  readonly touched: ReadonlySet<string>;
  /** Generate was pressed and something was in its way: every error is shown from then on. */
  readonly tried: boolean;
  /** From the click on Generate until the host has dealt with it. */
  readonly locked: boolean;
  /** Stop was pressed and the host has not dealt with it. */
  readonly stopping: boolean;
  /** *Stop* went away by itself a moment ago: a press may be meant for it still, and what stands in its place would spend. */
  readonly stopGone: boolean;
  /** The copies that are being made, by the ids of their references. */
  readonly copying: ReadonlyMap<string, PictureCopy>;
  readonly addingUrl: boolean;
  /** Something is being dragged over the page. */
  readonly dropping: boolean;
  /** What this page itself could not do, beside the host's notices. */
  readonly ownNotices: readonly string[];
  /** What a screen reader is told and nobody is shown. */
  readonly announcement: string;
  readonly thumbnail: (referenceId: string) => Thumbnail | undefined;
}

/** All that can be done on the page. */
export interface ComposerActions {
  type(change: Partial<DraftSettings>): void;
  pick(change: Partial<DraftSettings>): void;
  /** Sends what was typed now rather than in a moment. */
  flush(): void;
  readonly prompt: PromptActions;
  showHistory(): void;
  showTemplates(): void;
  setFavourite(favourite: boolean): void;
  /** What is to become of the draft. */
  plan(change: Partial<Plan>): void;
  pickFiles(): void;
  showAddUrl(show: boolean): void;
  addUrl(url: string): void;
  remove(referenceId: string): void;
  /** To the place `to`, from 0. */
  move(referenceId: string, to: number): void;
  typePublicUrl(referenceId: string, url: string): void;
  setUpHosting(): void;
  mend(mend: Mend): void;
  /** What stopped the last Generate. */
  mendFailure(): void;
  dismissNotices(): void;
  generate(): void;
  /** Gives up a Generate whose uploads are under way. */
  stop(): void;
}
