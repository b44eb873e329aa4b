import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { doorSchema, type Door } from '../../../shared/agents/wire.ts';
import { flatpakOf } from './program.ts';

/** How long (ms) a caller may take to say its word. */
const helloWithin = 5000;

/** How the folders of sockets begin. */
const roomName = 'seedance-mcp-';

/** Whether a caller said the word of the moment. It opens once: the next caller needs another. */
export type Knock = (token: string) => Promise<boolean>;

export interface DoorOptions {
  /** Where the door is written down; made where it is not there, for its owner alone. */
  readonly folder: string;
  /** Paths of the folders that are open in this window. */
  readonly folders: () => readonly string[];
  /** Serves one caller until it goes. The caller is not let in before `knock` said so. */
  readonly serve: (socket: Socket, knock: Knock) => Promise<void>;
}

/**
 * The private socket of this window: in a folder with a name that nobody can guess and that only its owner may enter (on Windows, a pipe
 * of such a name), and behind a word that is used up by the caller that says it. Where it is, and the word, stand in a file that only
 * its owner can read.
 */
export class McpDoor {
  readonly #options: DoorOptions;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #token = newWord();
  #room: string | undefined;
  #socket = '';
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(options: DoorOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#receive(socket));
    // What is asked over it is gone with the window: it holds nothing up.
    this.#server.unref();
  }

  /** Opens it. Rejects where the folder or the socket cannot be made. */
  static async open(options: DoorOptions): Promise<McpDoor> {
    const door = new McpDoor(options);
    try {
      await mkdir(options.folder, { recursive: true, mode: 0o700 });
      await chmod(options.folder, 0o700);
      await forgetDead(options.folder);
      await door.#listen();
    } catch (error) {
      await door.close();
      throw error;
    }
    return door;
  }

  /** Writes it down anew: other folders are open in this window. */
  async refresh(): Promise<void> {
    if (!this.#closed) await this.#write();
  }

  /** Lets nobody in any more, and sends away who is there. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const socket of this.#open) socket.destroy();
    if (this.#server.listening) {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      this.#server.close(resolve);
      await promise;
    }
    await this.#writing.catch(() => undefined);
    await rm(this.#file, { force: true });
    if (this.#room !== undefined) await rm(this.#room, { recursive: true, force: true });
  }

  get #file(): string {
    return join(this.#options.folder, `${process.pid}.json`);
  }

  async #listen(): Promise<void> {
    // Not in the folder itself: the path of a socket may have about a hundred bytes.
    if (process.platform !== 'win32') this.#room = await mkdtemp(join(roomsIn(), roomName));
    const socket = this.#room === undefined ? `\\\\.\\pipe\\seedance-${newWord()}` : join(this.#room, 'mcp.sock');
    this.#server.listen(socket);
    // Rejects where it cannot be made.
    await once(this.#server, 'listening');
    if (this.#room !== undefined) await chmod(socket, 0o600);
    this.#socket = socket;
    await this.#write();
  }

  /** The file is whole at every moment. */
  #write(): Promise<void> {
    const door: Door = { socket: this.#socket, token: this.#token, folders: [...this.#options.folders()] };
    const write = async (): Promise<void> => {
      const part = `${this.#file}.${newWord()}`;
      await writeFile(part, JSON.stringify(door), { mode: 0o600, flag: 'wx' });
      await rename(part, this.#file);
    };
    this.#writing = this.#writing.catch(() => undefined).then(write);
    return this.#writing;
  }

  #receive(socket: Socket): void {
    this.#open.add(socket);
    socket.on('close', () => this.#open.delete(socket));
    // Whoever is at the other end may go at any moment.
    socket.on('error', () => undefined);
    const late = setTimeout(() => socket.destroy(), helloWithin);
    const knock: Knock = async (token) => {
      clearTimeout(late);
      if (this.#closed || !isSame(token, this.#token)) return false;
      this.#token = newWord();
      await this.#write();
      return true;
    };
    void this.#options.serve(socket, knock).finally(() => {
      clearTimeout(late);
      socket.destroy();
    });
  }
}

/** Where folders of sockets are made. The temporary folder of a Flatpak is its own: whoever is outside finds it here alone. */
function roomsIn(): string {
  const [flatpak, runtime] = [flatpakOf(process), process.env['XDG_RUNTIME_DIR']];
  return flatpak === undefined || runtime === undefined ? tmpdir() : join(runtime, 'app', flatpak);
}

/** 128 bits that nobody can guess, as a word. */
function newWord(): string {
  return randomBytes(16).toString('hex');
}

function isSame(said: string, word: string): boolean {
  const [one, other] = [Buffer.from(said), Buffer.from(word)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Takes away what windows that are no more have left. */
async function forgetDead(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/^(\d+)\.json/.exec(name)?.[1]);
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
    const file = join(folder, name);
    const room = await readFile(file, 'utf8').then(roomOf, () => undefined);
    await rm(file, { force: true });
    if (room !== undefined) await rm(room, { recursive: true, force: true });
  }
}

/** The folder of a door's socket, where it is one that we have made. */
function roomOf(written: string): string | undefined {
  const room = dirname(doorSchema.parse(JSON.parse(written)).socket);
  return dirname(room) === roomsIn() && basename(room).startsWith(roomName) ? room : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
