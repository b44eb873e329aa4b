import * as vscode from 'vscode';
import type { Bucket } from '../../engine/references/bucket/bucket.ts';
import { askChoice, type Answer } from './ask.ts';
import { serviceIds, type ServiceId } from './presets.ts';
import { bucketName, serviceName } from './words.ts';

/** What the wizard's first question can be answered with. */
export type Way = ServiceId | 'change' | 'again' | 'stop' | 'uploader' | 'git';

/** A line of that question; separators have no way. */
export interface WayItem extends vscode.QuickPickItem {
  readonly way?: Way;
}

export interface WayQuestion {
  readonly items: readonly WayItem[];
  readonly canGoBack?: boolean;
  /** The line that Enter takes. */
  readonly current?: Way;
}

/** Asks how files are to travel. */
export async function askWay({ items, canGoBack = false, current }: WayQuestion): Promise<Answer<Way>> {
  const chosen = await askChoice({
    title: vscode.l10n.t('Set Up Media Hosting'),
    canGoBack,
    placeholder: vscode.l10n.t('How do local files get a public URL?'),
    items,
    current: items.find(({ way }) => way !== undefined && way === current),
  });
  return typeof chosen === 'object' ? chosen.way : chosen;
}

export function isService(way: Way): way is ServiceId {
  return (serviceIds as readonly Way[]).includes(way);
}

function separator(label: string): WayItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** The services that a bucket can be at. */
export function serviceItems(): WayItem[] {
  return [
    separator(vscode.l10n.t('a bucket of your own')),
    ...serviceIds.map((way) => ({ label: serviceName(way), way })),
  ];
}

/** Ways without a bucket. */
export function otherItems(): WayItem[] {
  return [
    separator(vscode.l10n.t('other ways')),
    {
      label: vscode.l10n.t('My Own Upload Program'),
      description: vscode.l10n.t('a command that uploads a file and prints its URL'),
      way: 'uploader',
    },
    {
      label: vscode.l10n.t('Nothing to Set Up'),
      description: vscode.l10n.t('my pictures are in public git repositories'),
      way: 'git',
    },
  ];
}

/** What can be done with the bucket that is set up. */
export function bucketItems(bucket: Bucket): WayItem[] {
  return [
    separator(vscode.l10n.t('the bucket {0}', bucketName(bucket))),
    { label: vscode.l10n.t('Change…'), description: vscode.l10n.t('asks for its values again'), way: 'change' },
    {
      label: vscode.l10n.t('Try It Again'),
      description: vscode.l10n.t('puts, reads and deletes a small file'),
      way: 'again',
    },
    {
      label: vscode.l10n.t('Stop Using It'),
      description: vscode.l10n.t('forgets its settings and its secret key'),
      way: 'stop',
    },
  ];
}
