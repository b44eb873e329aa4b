import { html, render } from 'lit';
import type { FrameUse, PreviewEvent, PreviewRequest, PreviewState, Trouble } from '../../shared/previewMessages.ts';
import type { PreviewStrings } from '../../shared/strings/preview.ts';
import type { Host } from '../page/host.ts';
import { Later } from '../../shared/later.ts';
import { actionsOf } from './actions.ts';
import { controlsView } from './controlsView.ts';
import { factsView } from './factsView.ts';
import { Film } from './film.ts';
import { FullScreen } from '../page/fullScreen.ts';
import { keysView, toggleKeys } from '../page/keysView.ts';
import { listenForKeys } from '../page/listenForKeys.ts';
import { keys } from './keys.ts';
import type { PreviewModel } from './model.ts';
import { Player } from './player.ts';
import type { Points } from '../page/points.ts';
import { Sound } from './sound/sound.ts';
import { soundView } from './sound/soundView.ts';
import { spokenView } from './spokenView.ts';
import { stageView } from './stageView.ts';
import { TakenFrame } from './takenFrame.ts';
import { Thumbnails } from './thumbnails.ts';
import { timelineView } from './timelineView.ts';
import { Transport } from './transport.ts';

/** How the person likes it and where the clip stood; kept for the next page of the same tab. An older page may have kept less. */
export interface Memory {
  readonly volume?: number;
  readonly muted?: boolean;
  readonly loop?: boolean;
  readonly rate?: number;
  readonly points?: Points;
  /** Seconds. */
  readonly position?: number;
}

/** The preview's page: a player, and the facts of the clip beside it. */
export class Preview {
  readonly #root: HTMLElement;
  readonly #host: Host<PreviewRequest, PreviewEvent, Memory>;
  readonly #player: Player;
  readonly #transport: Transport;
  readonly #film: Film;
  readonly #sound: Sound;
  readonly #thumbnails = new Thumbnails(() => this.#draw());
  readonly #actions = actionsOf({
    transport: () => this.#transport,
    video: () => this.#player.video,
    toggleActualSize: () => (this.#actualSize = !this.#actualSize),
    toggleFullscreen: () => this.#fullScreen.toggle(),
    toggleHelp: () => toggleKeys(this.#root),
    point: (seconds) => (this.#pointed = seconds),
    ask: (action) => this.#host.post({ type: 'action', action }),
    open: (job) => this.#host.post({ type: 'open', job }),
    takeFrame: (use, which) => this.#takeFrame(use, which),
    changed: () => this.#moved(),
  });
  readonly #taken = new TakenFrame(
    (request) => this.#host.post(request),
    () => this.#draw(),
  );
  readonly #fullScreen = new FullScreen(
    () => this.#root.querySelector('.player'),
    (request) => this.#host.post(request),
    () => this.#draw(),
  );
  readonly #remembering = new Later(() => this.#remember(), 500);
  #strings: PreviewStrings | undefined;
  #state: PreviewState | undefined;
  /** What the player was told to show. */
  #source: string;
  /** What was seen to be ready, or to have failed, of that. */
  #seen: string | undefined;
  /** The clip at that source has had its time to begin: now there is some for what is beside it. */
  #rested = false;
  /** The ids of the references of which the host was asked for pictures. */
  #asked = '';
  /** What the host was told of that it failed. */
  #failed: string | undefined;
  /** What the clip at a source looked like the last time; without a picture that is still to be told. */
  #poster: { readonly source: string; readonly picture?: ImageBitmap } | undefined;
  #trouble: Trouble | undefined;
  #pointed: number | undefined;
  #actualSize = false;

  /** `video`: an element that loads the clip already. */
  constructor(root: HTMLElement, host: Host<PreviewRequest, PreviewEvent, Memory>, video: HTMLVideoElement) {
    this.#root = root;
    this.#host = host;
    this.#source = video.getAttribute('src') ?? '';
    this.#player = new Player(video, () => this.#moved());
    this.#transport = new Transport(this.#player, () => this.#moved());
    this.#film = new Film(
      this.#player,
      () => this.#learn(),
      // Of a clip that is silent the sound comes first.
      () => this.#sound.settled,
      (source, poster) => void this.#handOver(source, poster),
    );
    this.#sound = new Sound(this.#player, () => this.#draw());
    this.#recall();
    listenForKeys(keys, this.#actions);
    window.addEventListener('resize', () => this.#draw());
    this.#moved();
  }

  /** Takes what the host says. */
  receive(event: PreviewEvent): void {
    switch (event.type) {
      case 'strings':
        this.#strings = event.strings;
        break;
      case 'state':
        this.#receiveState(event.state);
        break;
      case 'poster':
        this.#poster = { source: event.source };
        if (event.poster !== undefined) void this.#show(event.source, event.poster);
        break;
      case 'thumbnail':
        void this.#thumbnails.take(event.reference, event.bytes);
        break;
      case 'trouble':
        this.#trouble = event.trouble;
        break;
      case 'lastFrame':
        this.#takeFrame(event.use, 'last');
    }
    this.#draw();
  }

  #receiveState(state: PreviewState): void {
    const isNew = this.#state?.source !== state.source;
    this.#state = state;
    if (state.source !== this.#source) {
      this.#source = state.source;
      this.#seen = this.#failed = undefined;
      this.#rested = false;
      this.#trouble = undefined;
      // It knows the clip before, and would go on telling of that.
      this.#film.forget();
      this.#player.load(state.source);
    }
    if (isNew) this.#sound.watch(state.source, state.decoders);
    this.#askForThumbnails();
  }

  /** Shown for the first time it plays by itself; a tab that comes back stands where it stood. */
  #recall(): void {
    const { memory } = this.#host;
    const { video } = this.#player;
    video.volume = memory?.volume ?? 1;
    video.muted = memory?.muted ?? false;
    this.#transport.rate = memory?.rate ?? 1;
    this.#transport.loop = memory?.loop ?? false;
    this.#transport.points = memory?.points ?? {};
    if (memory === undefined) void this.#player.play();
    else if (memory.position !== undefined && memory.position > 0) video.currentTime = memory.position;
    this.#remember();
  }

  #remember(): void {
    const { volume, muted, loop, rate, points, position } = this.#transport.playback;
    this.#host.remember({ volume, muted, loop, rate, points, position });
  }

  #moved(): void {
    this.#transport.guard();
    this.#remembering.ask();
    if (this.#player.loading !== 'loading' && this.#seen !== this.#source) this.#see();
    this.#tellFailure();
    this.#draw();
  }

  /** The first picture of a clip is there, or there will be none: now there is time for the rest. */
  #see(): void {
    const source = (this.#seen = this.#source);
    requestIdleCallback(
      () => {
        const wantsPoster = (): boolean => this.#poster?.source === source && this.#poster.picture === undefined;
        if (source !== this.#source) return;
        this.#film.watch(source, wantsPoster);
        this.#rested = true;
        this.#askForThumbnails();
      },
      { timeout: 500 },
    );
  }

  /** Of the references as they are now, once. */
  #askForThumbnails(): void {
    const facts = this.#state?.facts ?? [];
    const ids = facts.flatMap((fact) => ('references' in fact ? fact.references.flatMap(({ id }) => id ?? []) : []));
    if (!this.#rested || ids.join() === this.#asked) return;
    this.#asked = ids.join();
    this.#host.post({ type: 'thumbnails' });
  }

  /** A file may be deleted, or turn out to be damaged, long after its first picture was seen. */
  #tellFailure(): void {
    if (this.#player.loading !== 'failed' || this.#failed === this.#source) return;
    this.#failed = this.#source;
    this.#host.post({ type: 'failed' });
  }

  #learn(): void {
    if (this.#transport.frames !== this.#film.frames) this.#transport.frames = this.#film.frames;
    this.#draw();
  }

  async #show(source: string, poster: Uint8Array): Promise<void> {
    // It is only the last look of a file: without one there is none.
    const picture = await createImageBitmap(new Blob([new Uint8Array(poster)])).catch(() => undefined);
    if (picture !== undefined && this.#poster?.source === source) this.#poster = { source, picture };
    this.#draw();
  }

  /** A clip that does not begin where it did looks otherwise. */
  #posterOf(source: string): ImageBitmap | undefined {
    return this.#poster?.source === source && this.#player.video.currentTime === 0 ? this.#poster.picture : undefined;
  }

  async #handOver(source: string, poster: Blob): Promise<void> {
    this.#host.post({ type: 'poster', source, bytes: new Uint8Array(await poster.arrayBuffer()) });
  }

  #draw(): void {
    if (this.#strings === undefined) return;
    const model: PreviewModel = {
      strings: this.#strings,
      state: this.#state ?? {
        ...{
          source: this.#source,
          decoders: '',
          title: document.title,
          facts: [],
          sandbox: false,
          related: { takes: [], chain: [] },
          disabled: {},
        },
      },
      loading: this.#player.loading,
      clip: this.#player.clip,
      frames: this.#transport.frames,
      film: this.#film,
      thumbnails: this.#thumbnails,
      playback: this.#transport.playback,
      sound: this.#sound.state,
      takenFor: this.#taken.use,
      trouble: this.#trouble,
      pointed: this.#pointed,
      actualSize: this.#actualSize,
      fullscreen: this.#fullScreen.on,
    };
    const actions = this.#actions;
    render(
      html`<div class=${this.#fullScreen.fills ? 'preview filled' : 'preview'}>
          <section class="player" aria-label=${model.state.title}>
            ${stageView(model, actions, this.#player.videos, this.#posterOf(this.#source))} ${soundView(model, actions)}
            ${timelineView(model, actions)} ${controlsView(model, actions)} ${spokenView(model)}
          </section>
          ${factsView(model, actions)}
        </div>
        ${keysView(keys, model.strings, () => actions.toggleHelp())}`,
      this.#root,
    );
  }

  #takeFrame(use: FrameUse, which: 'shown' | 'last'): void {
    // What is shown is what was meant, so it stands still.
    if (which === 'shown') this.#transport.stop();
    const at = which === 'last' ? 'last' : this.#transport.playback.position;
    void this.#taken.take(use, this.#source, at, this.#transport.frames);
  }
}
