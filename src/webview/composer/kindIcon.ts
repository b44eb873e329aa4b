import type { MediaKind } from '../../shared/media.ts';

const icons = { image: 'file-media', video: 'device-camera-video', audio: 'unmute' } as const;

/** The codicon that stands for a reference without a picture. */
export function kindIcon(kind: MediaKind | undefined): string {
  return kind === undefined ? 'file' : icons[kind];
}
