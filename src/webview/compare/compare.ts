import { html, render } from 'lit';
import type { CompareEvent, CompareRequest, CompareState, Take } from '../../shared/compareMessages.ts';
import { Later } from '../../shared/later.ts';
import type { CompareStrings } from '../../shared/strings/compare.ts';
import type { Host } from '../page/host.ts';
import { fill } from '../../shared/counted.ts';
import { actionsOf } from './actions.ts';
import { barView } from './barView.ts';
import { differencesView } from './differencesView.ts';
import { FullScreen } from '../page/fullScreen.ts';
import { keysView, toggleKeys } from '../page/keysView.ts';
import { percent } from '../page/percent.ts';
import type { Points } from '../page/points.ts';
import { Ensemble } from './ensemble.ts';
import { keys } from './keys.ts';
import { columnsFor, type Size } from './grid.ts';
import { listenToKeys } from './pageKeys.ts';
import { layoutView } from './layoutView.ts';
import { letters, pairOf, type CompareModel, type Shown, type View } from './model.ts';
import { Screen, type Told } from './screen.ts';
import { Sheet } from './sheet.ts';
import { takesView } from './takesView.ts';
import { browserTime } from './time.ts';
import { Turns } from './turns.ts';
import { sentences } from '../../shared/sentences.ts';

/** How the person left the page, for the next page of the same tab; the host reads which takes there were. */
export interface Memory extends Partial<View> {
  readonly takes: readonly string[];
  readonly position?: number;
  readonly rate?: number;
  readonly looping?: boolean;
  readonly points?: Points;
}

const firstView: View = {
  layout: 'side',
  left: '',
  right: '',
  divider: 50,
  actualSize: false,
  heard: '',
  muted: false,
  volume: 1,
};

/** The page: several takes as one player, and in what they differ. */
export class Compare {
  readonly #root: HTMLElement;
  readonly #host: Host<CompareRequest, CompareEvent, Memory>;
  readonly #sheet = new Sheet();
  readonly #ensemble = new Ensemble(browserTime, () => this.#draw());
  readonly #actions = actionsOf({
    ensemble: this.#ensemble,
    rate: () => this.#rate,
    setRate: (rate) => {
      this.#rate = rate;
      this.#ensemble.setRate(rate);
    },
    view: () => this.#view,
    change: (view) => this.#change(view),
    shown: () => this.#shown(),
    hear: () => this.#hear(),
    remember: () => this.#remember(),
    divide: (percent) => this.#sheet.divide(percent),
    toggleFullscreen: () => this.#fullScreen.toggle(),
    toggleHelp: () => toggleKeys(this.#root),
    tell: (request) => this.#host.post(request),
    refuse: (take) => {
      this.#refused = take;
      this.#forgetting.drop();
      this.#forgetting.ask();
      this.#draw();
    },
  });
  readonly #fullScreen = new FullScreen(
    () => this.#root.querySelector('.player'),
    (request) => this.#host.post(request),
    () => this.#draw(),
  );
  readonly #screens = new Map<string, Screen>();
  readonly #turns = new Turns();
  #strings: CompareStrings | undefined;
  #state: CompareState | undefined;
  #view: View;
  /** The speed that was chosen; keys go beyond it for a while. */
  #rate: number;
  #stage: Size = { width: 0, height: 0 };
  #said = '';
  #refused: string | undefined;
  readonly #forgetting = new Later(() => {
    this.#refused = undefined;
    this.#draw();
  }, 5000);
  #picture = 0;
  /** Nobody tells a page that its tab is about to be covered. */
  readonly #remembering = new Later(() => this.#remember(), 500);

  constructor(root: HTMLElement, host: Host<CompareRequest, CompareEvent, Memory>) {
    this.#root = root;
    this.#host = host;
    const { memory } = host;
    this.#view = { ...firstView, ...memory };
    this.#rate = memory?.rate ?? 1;
    this.#ensemble.setRate(this.#rate);
    this.#ensemble.looping = memory?.looping ?? false;
    this.#ensemble.points = memory?.points ?? {};
    this.#ensemble.seek(memory?.position ?? 0);
    this.#sheet.divide(this.#view.divider);
    listenToKeys(this.#actions, () => ({
      position: this.#ensemble.position,
      takes: this.#state?.takes.map(({ id }) => id) ?? [],
    }));
    // The keys of a keyboard for media would stop one of them alone.
    navigator.mediaSession.setActionHandler('play', () => this.#ensemble.play());
    navigator.mediaSession.setActionHandler('pause', () => this.#actions.pause());
    document.addEventListener('visibilitychange', () => this.#ensemble.look());
    // What is scrolled in one picture is scrolled in all. It does not bubble.
    root.addEventListener('scroll', (event) => this.#scrollAlike(event.target), { capture: true });
  }

  /** Takes what the host says. */
  receive(event: CompareEvent): void {
    if (event.type === 'strings') this.#strings = event.strings;
    else this.#receiveState(event.state);
    this.#draw();
  }

  #receiveState(state: CompareState): void {
    const before = this.#state;
    this.#state = state;
    if (before !== undefined) this.#say(verdictsSaid(before.takes, state.takes, this.#strings));
    this.#correctView(state.takes);
    const isFirst = before === undefined && this.#host.memory === undefined;
    for (const take of state.takes) this.#screenOf(take).show(take, state.decoders);
    for (const [id, screen] of this.#screens) {
      if (state.takes.some((take) => take.id === id)) continue;
      screen.close();
      this.#screens.delete(id);
    }
    this.#setParts();
    // Shown for the first time they play by themselves; a tab that comes back stands still.
    if (isFirst) this.#ensemble.play();
    if (before === undefined) this.#watchStage();
    this.#remember();
  }

  /** A view is of takes that are there. */
  #correctView(takes: readonly Take[]): void {
    const there = (id: string): boolean => takes.some((take) => take.id === id);
    const { left, right, heard } = this.#view;
    const [first, second] = takes;
    const kept = there(left) ? left : (takes.find(({ id }) => id !== right)?.id ?? first?.id ?? '');
    this.#view = {
      ...this.#view,
      left: kept,
      right: there(right) && right !== kept ? right : (takes.find(({ id }) => id !== kept)?.id ?? ''),
      heard: there(heard) ? heard : (first?.id ?? ''),
      ...(second === undefined && { layout: 'side' }),
    };
  }

  #screenOf({ id }: Take): Screen {
    const known = this.#screens.get(id);
    if (known !== undefined) return known;
    const screen = new Screen(id, (told) => this.#onScreen(screen, told), this.#turns);
    screen.video.volume = this.#view.volume;
    this.#screens.set(id, screen);
    return screen;
  }

  #onScreen(screen: Screen, told: Told): void {
    if (told === 'playback') this.#ensemble.look();
    if (told === 'loaded') {
      // One that cannot be played is none of them any more.
      const isPart = this.#ensemble.parts.includes(screen);
      if (isPart === (screen.loading === 'failed')) this.#setParts();
      else if (!this.#ensemble.playing) this.#ensemble.renew();
    }
    this.#draw();
  }

  #setParts(): void {
    const playable = this.#shown()
      .map(({ screen }) => screen)
      .filter(({ loading }) => loading !== 'failed');
    const parts = this.#ensemble.parts;
    if (playable.length !== parts.length || playable.some((screen, index) => screen !== parts[index]))
      this.#ensemble.set(playable);
    this.#hear();
  }

  #hear(): void {
    const heard = this.#view.muted ? undefined : this.#screens.get(this.#view.heard);
    this.#ensemble.hear(heard);
    heard?.hear();
  }

  #shown(): readonly Shown[] {
    return (this.#state?.takes ?? []).flatMap((take, index) => {
      const screen = this.#screens.get(take.id);
      return screen === undefined ? [] : [{ letter: letters[index] ?? '', take, screen }];
    });
  }

  #say(said: string): void {
    if (said !== '') this.#said = said;
  }

  #remember(): void {
    const { place, looping, points } = this.#ensemble;
    const takes = this.#state?.takes.map(({ id }) => id) ?? [];
    this.#host.remember({ ...this.#view, takes, position: place, looping, points, rate: this.#rate });
  }

  #change(view: Partial<View>): void {
    this.#view = { ...this.#view, ...view };
    // Keys alone change it.
    if (view.volume !== undefined && this.#strings !== undefined)
      this.#say(`${this.#strings.volume} ${percent(view.volume, document.documentElement.lang, 'halfExpand')}`);
    this.#remember();
    this.#draw();
  }

  /** How many columns there are depends on how large the stage is, which depends on nothing in it. */
  #watchStage(): void {
    this.#draw();
    const stage = this.#root.querySelector('.stage');
    if (stage === null) return;
    new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      this.#stage = { width, height };
      this.#draw();
    }).observe(stage);
  }

  #scrollAlike(scrolled: EventTarget | null): void {
    if (!(scrolled instanceof HTMLElement) || !scrolled.classList.contains('picture')) return;
    for (const other of this.#root.querySelectorAll('.picture')) {
      if (other === scrolled) continue;
      // To where it is already nothing is told, so this ends.
      other.scrollLeft = scrolled.scrollLeft;
      other.scrollTop = scrolled.scrollTop;
    }
  }

  #draw(): void {
    if (this.#strings === undefined || this.#state === undefined) return;
    const { playing, position, duration, looping, points, rate, backSpeed } = this.#ensemble;
    const speed = backSpeed > 0 ? -backSpeed : rate;
    const shown = this.#shown();
    const sizes = shown.flatMap(({ screen }) => screen.size ?? []);
    // The widest: what is upright has room in it as well.
    const ratio = sizes.length === 0 ? 16 / 9 : Math.max(...sizes.map(({ width, height }) => width / height));
    const model: CompareModel = {
      strings: this.#strings,
      state: this.#state,
      shown,
      view: this.#view,
      playback: { playing, position, duration, speed, looping, points },
      fullscreen: this.#fullScreen.on,
      columns: columnsFor(shown.length, ratio, this.#stage),
      refused: this.#refused,
      said: this.#said,
    };
    this.#sheet.widest(ratio);
    const size = pairOf(model)?.left.screen.size;
    if (size !== undefined) this.#sheet.size(size);
    render(
      html`<div class=${this.#fullScreen.fills ? 'compare filled' : 'compare'}>
        <h1 class="unseen">${this.#strings.title}</h1>
        <section class="player">
          ${layoutView(model, this.#actions)}
          <div class="stage">${takesView(model, this.#actions)}</div>
          ${barView(model, this.#actions)}
        </section>
        ${differencesView(model)}
        <p class="unseen" role="status">${model.said}</p>
        ${keysView(keys, this.#strings, () => this.#actions.toggleHelp())}
      </div>`,
      this.#root,
    );
    cancelAnimationFrame(this.#picture);
    if (!playing) return;
    this.#picture = requestAnimationFrame(() => this.#draw());
    this.#remembering.ask();
  }
}

/** What has changed in what somebody thinks of the takes, in this window or another, as a sentence. */
function verdictsSaid(before: readonly Take[], after: readonly Take[], strings: CompareStrings | undefined): string {
  if (strings === undefined) return '';
  const said = after.flatMap(({ id, verdict }, index) => {
    const old = before.find((take) => take.id === id);
    if (old === undefined || old.verdict === verdict) return [];
    const { isKeeper, isRejected, noVerdict } = strings;
    const sentence = verdict === 'keeper' ? isKeeper : verdict === 'rejected' ? isRejected : noVerdict;
    return [fill(sentence, letters[index] ?? '')];
  });
  // That there is a keeper says enough of the one before.
  return sentences(said);
}
