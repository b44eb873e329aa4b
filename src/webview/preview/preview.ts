import { html, render } from 'lit';
import type { PreviewEvent, PreviewRequest, PreviewState } from '../../shared/previewMessages.ts';
import type { PreviewStrings } from '../../shared/strings.ts';
import type { Host } from '../page/host.ts';
import { controlsView } from './controlsView.ts';
import { factsView } from './factsView.ts';
import { listenForKeys } from './keys.ts';
import type { PreviewActions, PreviewModel } from './model.ts';
import { Player } from './player.ts';
import { Sound } from './sound/sound.ts';
import { soundView } from './sound/soundView.ts';
import { stageView } from './stageView.ts';

/** How the person likes it; kept for the next page of the same tab. An older page may have kept less. */
export interface Memory {
  readonly volume?: number;
  readonly muted?: boolean;
  readonly loop?: boolean;
}

/** The preview's page: a player, and the facts of the clip beside it. */
export class Preview {
  readonly #root: HTMLElement;
  readonly #host: Host<PreviewRequest, PreviewEvent, Memory>;
  readonly #player = new Player(() => this.#draw());
  readonly #sound = new Sound(this.#player, () => this.#draw());
  readonly #actions = this.#makeActions();
  #strings: PreviewStrings | undefined;
  #state: PreviewState | undefined;
  #actualSize = false;

  constructor(root: HTMLElement, host: Host<PreviewRequest, PreviewEvent, Memory>) {
    this.#root = root;
    this.#host = host;
    const { video } = this.#player;
    video.volume = host.memory?.volume ?? 1;
    video.muted = host.memory?.muted ?? false;
    video.loop = host.memory?.loop ?? false;
    listenForKeys(
      this.#actions,
      () => this.#player.video.currentTime,
      () => this.#player.video.pause(),
    );
    document.addEventListener('fullscreenchange', () => this.#draw());
  }

  /** Takes what the host says. */
  receive(event: PreviewEvent): void {
    if (event.type === 'strings') this.#strings = event.strings;
    else this.#receiveState(event.state);
    this.#draw();
  }

  #receiveState(state: PreviewState): void {
    const before = this.#state;
    this.#state = state;
    if (before?.source === state.source) return;
    this.#player.load(state.source);
    this.#sound.watch(state.source, state.decoders);
    // Shown for the first time it plays by itself; a tab that comes back, or a file that was changed, stands still.
    if (before === undefined && this.#host.memory === undefined) void this.#player.play();
    if (before === undefined) this.#remember();
  }

  #remember(): void {
    const { volume, muted, loop } = this.#player.video;
    this.#host.remember({ volume, muted, loop });
  }

  #draw(): void {
    if (this.#strings === undefined || this.#state === undefined) return;
    const model: PreviewModel = {
      strings: this.#strings,
      state: this.#state,
      loading: this.#player.loading,
      clip: this.#player.clip,
      playback: this.#player.playback,
      sound: this.#sound.state,
      actualSize: this.#actualSize,
      fullscreen: document.fullscreenElement !== null,
      fullscreenAllowed: document.fullscreenEnabled,
    };
    const actions = this.#actions;
    render(
      html`<div class="preview">
        <section class="player">
          ${stageView(model, actions, this.#player.videos)} ${soundView(model, actions)} ${controlsView(model, actions)}
        </section>
        ${factsView(model, actions)}
      </div>`,
      this.#root,
    );
  }

  #makeActions(): PreviewActions {
    const player = this.#player;
    return {
      togglePlay: () => player.togglePlay(),
      seek: (seconds) => player.seek(seconds),
      toggleMute: () => {
        const { video } = player;
        // Unmuting what was turned down to nothing must be heard.
        if (video.volume === 0) video.volume = 0.5;
        else video.muted = !video.muted;
        this.#remember();
      },
      setVolume: (volume) => {
        Object.assign(player.video, { volume, muted: false });
        this.#remember();
      },
      toggleLoop: () => {
        player.video.loop = !player.video.loop;
        this.#remember();
        this.#draw();
      },
      toggleActualSize: () => {
        this.#actualSize = !this.#actualSize;
        this.#draw();
      },
      toggleFullscreen: () => void this.#toggleFullscreen(),
      ask: (action) => this.#host.post({ type: 'action', action }),
    };
  }

  async #toggleFullscreen(): Promise<void> {
    if (!document.fullscreenEnabled) return;
    try {
      if (document.fullscreenElement !== null) await document.exitFullscreen();
      else await this.#root.querySelector('.player')?.requestFullscreen();
    } catch {
      // The window said no after all: the page stays as it is.
    }
  }
}
