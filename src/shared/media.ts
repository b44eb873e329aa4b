/** The kinds of reference that the service takes. */
export type MediaKind = 'image' | 'video' | 'audio';

/** File endings by kind, without the dot. Source: the vendor's page "Image to video", table of reference types. */
export const mediaExtensions: Readonly<Record<MediaKind, readonly string[]>> = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp'],
  video: ['mp4', 'mov', 'm4v'],
  audio: ['mp3', 'wav'],
};

const kindByExtension = new Map(
  (Object.entries(mediaExtensions) as [MediaKind, readonly string[]][]).flatMap(([kind, endings]) =>
    endings.map((ending) => [ending, kind] as const),
  ),
);

/** The kind that a file's name promises, or undefined where its ending says nothing. Takes a bare name or a path, no query. */
export function mediaKindOf(name: string): MediaKind | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1];
  return ending === undefined ? undefined : kindByExtension.get(ending.toLowerCase());
}

/** The kind that the path of a URL promises; its query and fragment do not count. Undefined too where `url` is no URL. */
export function mediaKindOfUrl(url: string): MediaKind | undefined {
  return URL.canParse(url) ? mediaKindOf(new URL(url).pathname) : undefined;
}
