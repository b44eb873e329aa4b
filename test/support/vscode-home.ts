import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** User settings by their id. */
export type Settings = Readonly<Record<string, unknown>>;

/** A VS Code that asks nothing, fetches nothing and shows nothing of its own at the start. */
const QUIET: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  // The sandbox listens on a port of this machine; nobody is to be asked about it.
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** All that one VS Code keeps on disk: user data, server data, settings. */
export interface Home {
  readonly folder: string;
  readonly userData: string;
  readonly serverData: string;
  /** The `settings.json` of the user. A running code-server does not see every change made from outside. */
  readonly settingsFile: string;
  /** Deletes a temporary home; a given one stays. */
  readonly remove: () => void;
}

/** A home in `folder`, or in a fresh temporary one. `machine`: what the machine says in settings of its own, as a dev container does. */
export function makeHome(settings: Settings, folder?: string, machine?: Settings): Home {
  const place = folder ?? mkdtempSync(join(tmpdir(), 'seedance-vscode-'));
  const userData = join(place, 'user');
  const settingsFile = join(userData, 'User/settings.json');
  mkdirSync(join(userData, 'User'), { recursive: true });
  // In a home that stays, what somebody has set since is theirs.
  if (!existsSync(settingsFile)) writeFileSync(settingsFile, JSON.stringify({ ...QUIET, ...settings }, undefined, 2));
  if (machine !== undefined) {
    mkdirSync(join(userData, 'Machine'), { recursive: true });
    writeFileSync(join(userData, 'Machine/settings.json'), JSON.stringify(machine));
  }
  return {
    folder: place,
    userData,
    serverData: join(place, 'server'),
    settingsFile,
    remove: () => {
      if (folder === undefined) rmSync(place, { recursive: true, force: true });
    },
  };
}

/** The environment without what a surrounding VS Code or code-server left in it, which would make ours talk to that one. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(VSCODE_|CODE_SERVER_|ELECTRON_|npm_|PORT$|PASSWORD$|HASHED_PASSWORD$|NODE_OPTIONS$|NODE_COMPILE_CACHE$|NODE_TEST_CONTEXT$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
