import type { MediaKind } from '../../shared/media.ts';
import type { Icon } from './icons.ts';

const icons = { image: 'file-media', video: 'device-camera-video', audio: 'unmute' } as const;

/** The codicon that stands for a reference without a picture. */
export function kindIcon(kind: MediaKind | undefined): Icon {
  return kind === undefined ? 'file' : icons[kind];
}
