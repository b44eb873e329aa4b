import type { Draft } from '../../../src/shared/draft.ts';
import type { Job } from '../../../src/engine/jobs/job.ts';

/** The key of all tests: found in a place where it must not be, it is found out. */
export const key = 'sd2_live_this-must-never-leak';

/** A draft for text to video that no rule objects to. */
export function draftOf(fields: Partial<Draft> = {}): Draft {
  return {
    id: 'draft',
    references: [],
    prompt: 'Waves at dusk',
    model: 'seedance-2.0',
    aspectRatio: '16:9',
    duration: 5,
    resolution: '720p',
    webhookUrl: '',
    metadata: '',
    fileName: '',
    ...fields,
  };
}

/** A job that waits in the service's queue. */
export function jobOf(fields: Partial<Job> = {}): Job {
  return { ...unsentJobOf(), state: 'queued', requestId: 'req_1', ...fields };
}

/** A job that is on disk and of which nothing was sent. */
export function unsentJobOf(fields: Partial<Job> = {}): Job {
  return {
    id: 'job',
    draft: draftOf(),
    service: 'live',
    baseUrl: 'http://127.0.0.1:9',
    state: 'submitting',
    folder: 'file:///nowhere',
    fileName: 'clip',
    download: { state: 'none' },
    createdAt: 1000,
    polls: 0,
    pollFailures: 0,
    owner: 'window',
    ...fields,
  };
}

/** True where `bytes` are the clip, byte for byte, with nothing behind it but a whole record. */
export function isClip(bytes: Buffer, clip: Buffer): boolean {
  const record = bytes.subarray(clip.length);
  const isRecord = record.length >= 8 && record.readUInt32BE(0) === record.length && record.includes('seedance.clip');
  return bytes.subarray(0, clip.length).equals(clip) && (record.length === 0 || isRecord);
}

/** By length: some tests want the same clip hundreds of times. */
const clips = new Map<number, Buffer>();

/** A whole MP4 as far as its boxes go; all that it holds differs from place to place, so a hole or a repeat is noticed. */
export function clipBytes(length: number): Buffer {
  const clip = clips.get(length) ?? makeClip(length);
  clips.set(length, clip);
  return Buffer.from(clip);
}

function makeClip(length: number): Buffer {
  const clip = Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) % 256));
  clip.set(Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\x08moov\0\0\0\0mdat', 'latin1'));
  clip.writeUInt32BE(length - 32, 32);
  return clip;
}
