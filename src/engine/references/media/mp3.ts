import type { ByteSource } from '../byteSource.ts';

/**
 * The duration of an MP3, s, or undefined where it cannot be told. Exact where the first frame counts the frames (Xing, VBRI), else
 * reckoned from the first frame's bit rate (ISO/IEC 11172-3, 2.4.2.3).
 */
export async function mp3Seconds(source: ByteSource): Promise<number | undefined> {
  const start = await behindTag(source);
  const bytes = Buffer.from(await source.read(start, start + searched));
  for (let place = bytes.indexOf(0xff); place >= 0; place = bytes.indexOf(0xff, place + 1)) {
    const frame = readFrame(bytes, place);
    if (frame === undefined) continue;
    const next = place + frame.length;
    // Any two bytes can look like a frame: the next one must stand where this one ends.
    if (next + 4 <= bytes.length && readFrame(bytes, next)?.rate !== frame.rate) continue;
    const frames = countedFrames(bytes.subarray(place), frame);
    if (frames !== undefined) return (frames * frame.samples) / frame.rate;
    return source.size === undefined ? undefined : ((source.size - start - place) * 8) / frame.bitRate;
  }
  return undefined;
}

/** Some encoders leave empty space before the first frame, bytes. */
const searched = 32 * 1024;

/** Where the sound begins: behind a tag with title and cover (ID3v2, section 3.1), which can be megabytes. */
async function behindTag(source: ByteSource): Promise<number> {
  const head = Buffer.from(await source.read(0, 10));
  if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return 0;
  const [a, b, c, d] = head.subarray(6) as Uint8Array as unknown as [number, number, number, number];
  return 10 + ((a & 127) << 21) + ((b & 127) << 14) + ((c & 127) << 7) + (d & 127);
}

interface Frame {
  /** Bits a second. */
  readonly bitRate: number;
  /** Samples a second. */
  readonly rate: number;
  /** Samples in it. */
  readonly samples: number;
  /** Bytes. */
  readonly length: number;
  /** Where the sound of the frame begins, behind its header and side information. */
  readonly side: number;
}

const bitRates = {
  full: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  half: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

function readFrame(bytes: Buffer, place: number): Frame | undefined {
  if (place + 4 > bytes.length) return undefined;
  const header = bytes.readUInt32BE(place);
  // Eleven bits of sync, then version and layer III.
  if (header >>> 21 !== 0x7ff || ((header >> 17) & 3) !== 1) return undefined;
  const version = (header >> 19) & 3;
  const isFull = version === 3;
  const bitRate = ((isFull ? bitRates.full : bitRates.half)[(header >> 12) & 15] ?? 0) * 1000;
  const base = [44_100, 48_000, 32_000][(header >> 10) & 3];
  if (version === 1 || bitRate === 0 || base === undefined) return undefined;
  const rate = base / (isFull ? 1 : version === 2 ? 2 : 4);
  const samples = isFull ? 1152 : 576;
  const isMono = ((header >> 6) & 3) === 3;
  const side = 4 + (isFull ? (isMono ? 17 : 32) : isMono ? 9 : 17);
  return { bitRate, rate, samples, length: Math.floor((samples * bitRate) / 8 / rate) + ((header >> 9) & 1), side };
}

/** How many frames there are, where the first one says so. */
function countedFrames(bytes: Buffer, { side }: Frame): number | undefined {
  const mark = bytes.toString('latin1', side, side + 4);
  if ((mark === 'Xing' || mark === 'Info') && bytes.length >= side + 12 && (bytes.readUInt32BE(side + 4) & 1) === 1)
    return bytes.readUInt32BE(side + 8);
  const isVbri = bytes.toString('latin1', 36, 40) === 'VBRI' && bytes.length >= 54;
  return isVbri ? bytes.readUInt32BE(50) : undefined;
}
