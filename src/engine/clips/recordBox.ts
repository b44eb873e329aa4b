import type { ByteSource } from '../references/byteSource.ts';
import { boxes, type Box } from '../references/media/boxes.ts';
import { memoryFile } from '../references/memoryFile.ts';
import { maxRecordBytes, readRecord, recordText, type ClipRecord } from './clipRecord.ts';

/*
 * The record is in a `meta` box at the end of the file (ISO/IEC 14496-12, 8.11: a file may have one), with the items that iTunes made
 * common: `ffprobe` shows them as tags. A library would write the movie anew (mediabunny does) to put them into its header; behind
 * the last box nothing of what was paid for is moved or copied, and players pass over it.
 */

/** Names the item that holds the record. */
const mean = 'seedance-studio';
const name = 'seedance.clip';

/** So much of the prompt, characters, is shown to other programs as the clip's description. */
const maxDescription = 4000;

/** A file of a stranger may be of millions of empty boxes; no clip has so many. */
const maxBoxes = 10_000;

/** Boxes after which nothing may be added: a second `meta`; fragments, whose index is the last box. */
const last = new Set(['meta', 'moof', 'mfra']);

/** Content credentials (C2PA) are signed over the file, so one that has them must stay as it is. */
const c2pa = 'd8fec3d61b0e483c92975828877ec481';

/** The box to be put at the end of a file; undefined for a record that is too large. */
export function recordBox(record: ClipRecord): Buffer | undefined {
  const description = record.prompt.slice(0, maxDescription).toWellFormed();
  const handler = box('hdlr', version0, Buffer.alloc(4), 'mdirappl', Buffer.alloc(9));
  const own = box('----', box('mean', version0, mean), box('name', version0, name), data(recordText(record)));
  const whole = box('meta', version0, handler, box('ilst', box('desc', data(description)), own));
  return whole.length <= maxRecordBytes ? whole : undefined;
}

/** True where a record can be put at the end of this file. */
export async function canHoldRecord(source: ByteSource): Promise<boolean> {
  let count = 0;
  let end = 0;
  let hasMovie = false;
  for await (const each of boxes(source, 0, source.size ?? 0)) {
    if (count === 0 && each.type !== 'ftyp') return false;
    if (!each.whole || last.has(each.type) || ++count > maxBoxes) return false;
    if (each.type === 'uuid' && (await hexAt(source, each.start, 16)) === c2pa) return false;
    hasMovie ||= each.type === 'moov';
    end = each.end;
  }
  return hasMovie && end === source.size;
}

/** The record in an MP4 or QuickTime file, undefined where there is none. Rejects where the file cannot be read. */
export async function readRecordBox(source: ByteSource): Promise<ClipRecord | undefined> {
  let count = 0;
  for await (const each of boxes(source, 0, source.size ?? 0)) {
    if (count === 0 && each.type !== 'ftyp') return undefined;
    if (++count > maxBoxes) return undefined;
    if (each.type !== 'meta' || each.end - each.start > maxRecordBytes) continue;
    const bytes = await source.read(each.start, each.end);
    const record = await recordIn(memoryFile(bytes, 0), bytes.length);
    if (record !== undefined) return record;
  }
  return undefined;
}

async function recordIn(meta: ByteSource, length: number): Promise<ClipRecord | undefined> {
  for await (const list of few(meta, 4, length, 'ilst')) {
    for await (const item of few(meta, list.start, list.end, '----')) {
      const parts = new Map<string, Buffer>();
      for await (const { type, start, end } of few(meta, item.start, item.end))
        parts.set(type, Buffer.from(await meta.read(start, end)));
      // Behind version and flags; a value has its language before it too.
      const part = (type: string, from: number): string | undefined => parts.get(type)?.toString('utf8', from);
      if (part('mean', 4) !== mean || part('name', 4) !== name) continue;
      const record = readRecord(part('data', 8) ?? '');
      if (record !== undefined) return record;
    }
  }
  return undefined;
}

async function* few(source: ByteSource, from: number, to: number, type?: string): AsyncGenerator<Box> {
  let count = 0;
  for await (const each of boxes(source, from, to)) {
    if (++count > maxBoxes) return;
    if (type === undefined || each.type === type) yield each;
  }
}

async function hexAt(source: ByteSource, start: number, length: number): Promise<string> {
  return Buffer.from(await source.read(start, start + length)).toString('hex');
}

const version0 = Buffer.alloc(4);

/** UTF-8 text of no language. */
function data(text: string): Buffer {
  return box('data', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]), text);
}

function box(type: string, ...contents: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(contents.map((each) => (typeof each === 'string' ? Buffer.from(each) : each)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}
