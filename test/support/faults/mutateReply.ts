import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** A reply as it goes over the wire. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The connection ends after so many bytes of the body. */
  readonly cutAt?: number;
}

type Random = () => number;
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const words = [
  'queued',
  'processing',
  'succeeded',
  'failed',
  'cancelled',
  'Succeeded',
  ' succeeded',
  'succeeded\u0000',
  'done',
  '',
];
const names = [
  'success',
  'requestId',
  'status',
  'output',
  'error',
  'url',
  'data',
  '__proto__',
  'constructor',
  'toString',
  'then',
];
const statuses = [
  200, 200, 200, 200, 200, 200, 201, 202, 204, 299, 300, 302, 304, 400, 401, 402, 404, 408, 409, 425, 429, 500, 503,
  599,
];

const dates = ['Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT'];
const retryAfters = ['3', '-1', 'soon', '9'.repeat(400), ...dates];

/** A valid reply with one to three things wrong with it; `id` is the one that it is about. */
export function mutateReply(valid: unknown, id: string, random: Random): WireReply {
  const tree = structuredClone(valid) as Json;
  const steps = 1 + Math.floor(random() * 3);
  let mutated = tree;
  for (let step = 0; step < steps; step++) if (random() < 0.75) mutated = mutateTree(mutated, id, random);
  let body: Buffer = encode(write(mutated, random), random);
  if (random() < 0.15) body = mutateBytes(body, random);
  const packed = random() < 0.1 ? pack(body, random) : { body };
  const cut = random() < 0.02 ? { cutAt: Math.floor(random() * packed.body.length) } : {};
  return {
    status: pick(statuses, random),
    headers: {
      'content-type': pick(['application/json', 'text/html', 'application/json; charset=utf-16'], random),
      ...('encoding' in packed && { 'content-encoding': packed.encoding }),
      ...(random() < 0.05 && {
        'retry-after': pick(retryAfters, random),
      }),
    },
    body: packed.body,
    ...cut,
  };
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** One value, somewhere in the tree, is gone, another, elsewhere or of another kind. */
function mutateTree(tree: Json, id: string, random: Random): Json {
  if (random() < 0.06) return pick<Json>([[tree], { data: tree }, null, 'succeeded', 1, [], {}, true], random);
  if (tree === null || typeof tree !== 'object' || Array.isArray(tree)) return value(id, random);
  const keys = Object.keys(tree);
  const key = pick(keys, random) as string | undefined;
  const inner = key === undefined ? undefined : tree[key];
  if (key !== undefined && inner !== null && typeof inner === 'object' && random() < 0.4)
    return { ...tree, [key]: mutateTree(inner, id, random) };
  const rest = Object.entries(tree).filter(([name]) => name !== key);
  switch (Math.floor(random() * 4)) {
    case 0:
      return Object.fromEntries(rest);
    case 1:
      return Object.fromEntries([...rest, [key ?? 'status', value(id, random)]]);
    case 2:
      return Object.fromEntries([...Object.entries(tree), [pick(names, random), value(id, random)]]);
    default:
      return Object.fromEntries([
        ...rest,
        [pick([String(key).toUpperCase(), ` ${key}`, ...names], random), inner ?? null],
      ]);
  }
}

/** Stands for arrays in arrays until the reply is written: to write those themselves takes longer than all else of a reply. */
const deep = '\u0001deep';
const deepJson = '['.repeat(2000) + ']'.repeat(2000);

function value(id: string, random: Random): Json {
  return pick<() => Json>(
    [
      () => pick(words, random),
      () => pick(words, random),
      () => pick<Json>([null, true, false, 0, -1, 1e308, 0.1, '0', 'true'], random),
      () => pick<Json>([id, `${id}0`, `${id} `, '.', '..', '', '\ud800', 'a/../b?c#d', 'x'.repeat(301)], random),
      () =>
        pick<Json>(
          [{ url: 'javascript:1' }, { url: 1 }, { url: 'x'.repeat(9000) }, [{}], { status: 'succeeded' }],
          random,
        ),
      () => ({ [pick(names, random)]: pick(words, random) }),
      () => 'x'.repeat(Math.floor(random() * 5000)),
      () => deep,
    ],
    random,
  )();
}

/** As JSON, now and then with a key twice, or with what JSON does not have. */
function write(tree: Json, random: Random): string {
  const text = JSON.stringify(tree).replaceAll(JSON.stringify(deep), deepJson);
  const roll = random();
  if (roll < 0.08) return text.replace(/\}$/, `,"${pick(names, random)}":${JSON.stringify(pick(words, random))}}`);
  if (roll < 0.12)
    return text.replace('{', `{"${pick(names, random)}":${pick(['false', 'NaN', "'a'", '1e999', '01'], random)},`);
  if (roll < 0.15) return `${text}${pick([',', '}', ' ', text, '//', '\u0000'], random)}`;
  // A word may be spelt by its numbers.
  if (roll < 0.2)
    return text.replace(/succeeded|failed|req/g, (word) =>
      word.replace(/./g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
    );
  return text;
}

function encode(text: string, random: Random): Buffer {
  const roll = random();
  if (roll < 0.04) return Buffer.from(`\ufeff${text}`);
  if (roll < 0.06) return Buffer.from(text, 'utf16le');
  if (roll < 0.08) return Buffer.from(text, 'latin1');
  return Buffer.from(text);
}

function mutateBytes(body: Buffer, random: Random): Buffer {
  const at = Math.floor(random() * body.length);
  switch (Math.floor(random() * 4)) {
    case 0:
      return body.subarray(0, at);
    case 1:
      return Buffer.concat([body.subarray(0, at), Buffer.from([Math.floor(random() * 256)]), body.subarray(at)]);
    case 2:
      return Buffer.concat([body.subarray(0, at), body.subarray(at + 1 + Math.floor(random() * 8))]);
    default: {
      const changed = Buffer.from(body);
      if (changed.length > 0) changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      return changed;
    }
  }
}

/** Packed in truth, or only said to be. */
function pack(body: Buffer, random: Random): { readonly body: Buffer; readonly encoding: string } {
  const packers = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
  const encoding = pick(['gzip', 'deflate', 'br'] as const, random);
  return { body: random() < 0.6 ? packers[encoding](body) : body, encoding };
}
