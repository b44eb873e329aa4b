/** What media/sound/sound.c gives out. Addresses are numbers. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly _initialize: () => void;
  readonly sound_alloc: (size: number) => number;
  readonly sound_free: (address: number) => void;
  readonly sound_open: (name: number, rate: number, channels: number, config: number, size: number) => number;
  readonly sound_close: (decoder: number) => void;
  readonly sound_packet: (decoder: number, size: number) => number;
  readonly sound_send: (decoder: number) => number;
  readonly sound_receive: (decoder: number) => number;
  readonly sound_rate: (decoder: number) => number;
  readonly sound_samples: (decoder: number) => number;
}

/** What a container says of a track of sound. */
export interface TrackConfig {
  readonly codec: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  /** What the codec itself wants to know; for AAC its AudioSpecificConfig. */
  readonly description?: Uint8Array;
}

/** A piece of decoded sound. */
export interface Pcm {
  /** Hz. */
  readonly rate: number;
  /** 16 bits each, left and right in turn. */
  readonly samples: Int16Array<ArrayBuffer>;
}

/** WASI's `badf`. */
const failed = 8;

/** The names of the codecs inside. */
const names: readonly string[] = ['aac', 'ac3', 'eac3'];

/** The decoders of sound that a VS Code may lack: media/sound/sound.wasm. Gone with the last reference to it. */
export class Decoders {
  readonly #wasm: Exports;

  private constructor(wasm: Exports) {
    this.#wasm = wasm;
  }

  /** From the bytes of the file; rejects where they are not it, or where WebAssembly is not allowed. */
  static async load(bytes: BufferSource): Promise<Decoders> {
    const module = await WebAssembly.compile(bytes);
    // It asks for a few functions of a system (a clock, files) that decoding does not need: each says that it failed, as a write that
    // succeeds and has written nothing is tried for ever.
    const imports: WebAssembly.Imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module))
      (imports[from] ??= {})[name] = () => failed;
    const { exports } = await WebAssembly.instantiate(module, imports);
    const wasm = exports as unknown as Exports;
    wasm._initialize();
    return new Decoders(wasm);
  }

  static knows(codec: string | null): boolean {
    return codec !== null && names.includes(codec);
  }

  /** A decoder for one track, or undefined where what the container says of it makes no sense. */
  open({ codec, sampleRate, numberOfChannels, description }: TrackConfig): Decoder | undefined {
    const name = this.#put(new TextEncoder().encode(`${codec}\0`));
    const config = this.#put(description ?? new Uint8Array());
    const handle = this.#wasm.sound_open(name, sampleRate, numberOfChannels, config, description?.length ?? 0);
    this.#wasm.sound_free(name);
    this.#wasm.sound_free(config);
    return handle === 0 ? undefined : new Decoder(this.#wasm, handle);
  }

  #put(bytes: Uint8Array): number {
    const address = this.#wasm.sound_alloc(bytes.length || 1);
    new Uint8Array(this.#wasm.memory.buffer).set(bytes, address);
    return address;
  }
}

/** Decodes one track, packet by packet. */
export class Decoder {
  readonly #wasm: Exports;
  readonly #handle: number;

  constructor(wasm: Exports, handle: number) {
    this.#wasm = wasm;
    this.#handle = handle;
  }

  /** The sound of a packet as stereo; nothing where it is damaged. Throws where the decoder itself broke. */
  decode(packet: Uint8Array): Pcm[] {
    const { memory, ...wasm } = this.#wasm;
    if (packet.length === 0) return [];
    const address = wasm.sound_packet(this.#handle, packet.length);
    if (address === 0) return [];
    // A new view each time: where memory has grown, the old one is empty.
    new Uint8Array(memory.buffer).set(packet, address);
    if (wasm.sound_send(this.#handle) < 0) return [];
    const pieces: Pcm[] = [];
    for (;;) {
      const count = wasm.sound_receive(this.#handle);
      if (count <= 0) return pieces;
      const samples = new Int16Array(memory.buffer, wasm.sound_samples(this.#handle), count * 2).slice();
      pieces.push({ rate: wasm.sound_rate(this.#handle), samples });
    }
  }

  close(): void {
    this.#wasm.sound_close(this.#handle);
  }
}
