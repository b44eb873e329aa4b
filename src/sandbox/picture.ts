import { fileHead } from './fileHead.ts';

/** An image on disk with the one ffmpeg demuxer that may read it. */
export interface Picture {
  readonly path: string;
  readonly demuxer: string;
}

const signatures: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n/, 'png_pipe'],
  [/^\xff\xd8\xff/, 'jpeg_pipe'],
  [/^GIF8/, 'gif'],
  [/^RIFF.{4}WEBP/s, 'webp_pipe'],
  [/^BM/, 'bmp_pipe'],
];

/**
 * Looks at the first bytes of an upload; undefined where it is no image. The bytes decide, not the name: ffmpeg left to guess would
 * take a playlist named `.png`, and read the files that the playlist lists.
 */
export async function pictureAt(path: string): Promise<Picture | undefined> {
  const head = await fileHead(path);
  const demuxer = signatures.find(([signature]) => signature.test(head))?.[1];
  return demuxer === undefined ? undefined : { path, demuxer };
}
