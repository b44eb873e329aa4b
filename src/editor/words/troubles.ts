import * as vscode from 'vscode';
import type { Trouble as CallTrouble } from '../../engine/api/trouble.ts';
import type { FolderTrouble } from '../../engine/downloads/folderTrouble.ts';
import type { StoreTrouble } from '../../engine/jobs/storeError.ts';
import { number } from './amounts.ts';

/** Every kind of trouble that people are told of: with the service, with the database of jobs, with a folder for clips. */
export type Trouble = CallTrouble | `store ${StoreTrouble}` | `folder ${FolderTrouble}`;

/** What can be done about a trouble by one press. */
export const mends = [
  ...['setKey', 'openService', 'openProxySettings', 'openSettings', 'setUpHosting', 'showJobs', 'makeAgain'],
  ...['chooseFolder', 'showStorage', 'reloadWindow', 'updateExtension', 'showLog'],
] as const;

export type Mend = (typeof mends)[number];

/** What the words of a trouble are made of. Whatever a stranger said is cleaned before it gets here. */
export interface TroubleFacts {
  /** The service's name. */
  readonly host: string;
  /** The service's own words as the end of a sentence, without its full stop; empty where it said nothing. */
  readonly said: string;
  /** What a person who looks for help can search for: an error's code or a status. */
  readonly code: string;
  /** No reference was sent. */
  readonly textOnly?: boolean;
  /** Number and name of the reference that the service means. */
  readonly reference?: string;
  /** Seconds, as the service asked. */
  readonly wait?: number;
  /** The folder for the clip, as people name it. */
  readonly folder?: string;
}

export interface TroubleWords {
  /** Why in two or three words, as a row has room for. Where there is none, the service's own words say more than ours. */
  readonly brief?: () => string;
  /** What happened, in a sentence. */
  readonly what: (facts: TroubleFacts) => string;
  /** What to do, in a sentence. */
  readonly todo: (facts: TroubleFacts) => string;
  readonly mend?: Mend;
  /** It passes by itself: what is asked again anyway needs nobody. */
  readonly passes?: true;
}

const changePrompt = ({ textOnly }: TroubleFacts): string =>
  textOnly === true ? vscode.l10n.t('Change the prompt.') : vscode.l10n.t('Change the prompt, or use another picture.');
const waitALittle = (): string => vscode.l10n.t('Wait a little; nothing is wrong here.');
const checkNetwork = (): string => vscode.l10n.t('Check the connection.');
const checkWay = (): string => vscode.l10n.t('Check the connection, the proxy and the setting “seedance.baseUrl”.');
const checkAnswer = (): string =>
  vscode.l10n.t('If this network asks to sign in, do so in a browser; else check the setting “seedance.baseUrl”.');

/** Every trouble in words: one sentence of what happened, one of what to do, and what mends it. */
export const troubleWords: Readonly<Record<Trouble, TroubleWords>> = {
  noKey: {
    what: ({ host }) => vscode.l10n.t('No API key is set for {0}.', host),
    todo: () => vscode.l10n.t('Set it with “Seedance: Set API Key…”.'),
    mend: 'setKey',
  },
  unusableKey: {
    what: ({ host }) =>
      vscode.l10n.t(
        'What is set as the API key for {0} is none: it has a space, a line break or a letter beyond ASCII, or fewer than 8 characters.',
        host,
      ),
    todo: () => vscode.l10n.t('Mend SEEDANCE_API_KEY, or set a key with “Seedance: Set API Key…”.'),
    mend: 'setKey',
  },
  badKey: {
    brief: () => vscode.l10n.t('key not accepted'),
    what: ({ host, said }) => vscode.l10n.t('{0} does not accept the API key{1}.', host, said),
    todo: () => vscode.l10n.t('Set another with “Seedance: Set API Key…”.'),
    mend: 'setKey',
  },
  forbidden: {
    brief: () => vscode.l10n.t('not allowed'),
    what: ({ host, said }) => vscode.l10n.t('{0} does not allow this with the API key{1}.', host, said),
    todo: () => vscode.l10n.t('Look at the account there, or set another key.'),
    mend: 'setKey',
  },
  noCredits: {
    brief: () => vscode.l10n.t('no credits'),
    what: ({ host, said }) => vscode.l10n.t('{0} says that the account has not enough credits{1}.', host, said),
    todo: () => vscode.l10n.t('Add credits there.'),
    mend: 'openService',
  },
  face: {
    brief: () => vscode.l10n.t('a face in a picture'),
    what: ({ host, said }) => vscode.l10n.t('{0} stopped it: a picture may show a real person{1}.', host, said),
    todo: () => vscode.l10n.t('Use a picture in which nobody can be recognized.'),
  },
  moderation: {
    brief: () => vscode.l10n.t('moderation'),
    what: ({ host, said, textOnly }) =>
      textOnly === true
        ? vscode.l10n.t('{0} did not let the prompt pass{1}.', host, said)
        : vscode.l10n.t('{0} did not let the prompt or a picture pass{1}.', host, said),
    todo: changePrompt,
  },
  media: {
    brief: () => vscode.l10n.t('a reference cannot be fetched'),
    what: ({ host, said, reference }) =>
      reference === undefined
        ? vscode.l10n.t('{0} could not fetch a reference{1}.', host, said)
        : vscode.l10n.t('{0} could not fetch reference {1}{2}.', host, reference, said),
    todo: () => vscode.l10n.t('Look whether its URL opens without a login.'),
  },
  refused: {
    what: ({ host, said }) => vscode.l10n.t('{0} refused the request{1}.', host, said),
    todo: ({ said }) =>
      said === '' ? vscode.l10n.t('It gave no reason; look at the settings.') : vscode.l10n.t('Change what it names.'),
  },
  limit: {
    brief: () => vscode.l10n.t('too many requests'),
    what: ({ host }) => vscode.l10n.t('{0} takes no more requests for now.', host),
    todo: ({ wait }) =>
      wait === undefined ? vscode.l10n.t('Wait a little.') : vscode.l10n.t('Wait {0} s.', number(wait)),
    passes: true,
  },
  outage: {
    what: ({ host, said, code }) => vscode.l10n.t('{0} has an error of its own ({1}){2}.', host, code, said),
    todo: waitALittle,
    passes: true,
  },
  offline: {
    what: ({ host, code }) => vscode.l10n.t('{0} cannot be reached: there is no way to it now ({1}).', host, code),
    todo: checkNetwork,
    passes: true,
  },
  proxy: {
    what: ({ host, code }) => vscode.l10n.t('The proxy on the way to {0} did not let this through ({1}).', host, code),
    todo: () => vscode.l10n.t('Check VS Code’s proxy settings (“http.proxy”).'),
    mend: 'openProxySettings',
  },
  certificate: {
    what: ({ host, code }) => vscode.l10n.t('The certificate of {0} is not trusted ({1}).', host, code),
    todo: ({ code }) =>
      /EXPIRED|NOT_YET_VALID/.test(code)
        ? vscode.l10n.t('Check the clock of this machine.')
        : vscode.l10n.t('Add its issuer to the certificates that this machine trusts.'),
  },
  noTls: {
    what: ({ host, code }) => vscode.l10n.t('{0} does not speak https ({1}).', host, code),
    todo: checkWay,
    mend: 'openProxySettings',
  },
  refusedConnection: {
    what: ({ host, code }) => vscode.l10n.t('{0} refuses connections ({1}).', host, code),
    todo: () => vscode.l10n.t('Wait until it is there, or check the proxy and the setting “seedance.baseUrl”.'),
    mend: 'openSettings',
    passes: true,
  },
  timeout: {
    what: ({ host }) => vscode.l10n.t('{0} did not answer in time.', host),
    todo: checkNetwork,
    passes: true,
  },
  brokenOff: {
    what: ({ host }) => vscode.l10n.t('{0} broke off the connection before it answered.', host),
    todo: checkNetwork,
    passes: true,
  },
  unreachable: {
    what: ({ host, code }) => vscode.l10n.t('{0} cannot be reached ({1}).', host, code),
    todo: checkWay,
    mend: 'openSettings',
    passes: true,
  },
  undecided: {
    what: ({ host, said, code }) =>
      vscode.l10n.t('{0} answered {1}{2}, which leaves open whether it took the request.', host, code, said),
    todo: waitALittle,
    passes: true,
  },
  unreadable: {
    what: ({ host, code }) => vscode.l10n.t('{0} answered something that cannot be read ({1}).', host, code),
    todo: checkAnswer,
    mend: 'openSettings',
    passes: true,
  },
  own: {
    what: ({ code }) => vscode.l10n.t('Something on this machine did not work ({0}).', code),
    todo: () => vscode.l10n.t('The log says more.'),
    mend: 'showLog',
  },
  failed: {
    what: ({ host, said }) =>
      said === ''
        ? vscode.l10n.t('{0} could not make it, and gave no reason.', host)
        : vscode.l10n.t('{0} could not make it{1}.', host, said),
    todo: () => vscode.l10n.t('“Make Again…” makes it anew, as another paid job.'),
    mend: 'makeAgain',
  },
  'store full': {
    what: () => vscode.l10n.t('The disk that keeps the jobs is full.'),
    todo: () => vscode.l10n.t('Make room there, then go on.'),
    mend: 'showStorage',
  },
  'store unwritable': {
    what: () => vscode.l10n.t('The storage of the extension cannot be written to.'),
    todo: () => vscode.l10n.t('Allow it, then go on.'),
    mend: 'showStorage',
  },
  'store busy': {
    what: () => vscode.l10n.t('Another window holds the database of jobs for unusually long.'),
    todo: () => vscode.l10n.t('Close it, then go on.'),
    mend: 'showLog',
  },
  'store damaged': {
    what: () => vscode.l10n.t('The database of jobs is damaged.'),
    todo: () => vscode.l10n.t('Close all other windows, then load this one anew: what can be read is kept.'),
    mend: 'reloadWindow',
  },
  'store damagedNewer': {
    what: () =>
      vscode.l10n.t('The database of jobs is damaged, and a newer version of Seedance Studio has written to it.'),
    todo: () =>
      vscode.l10n.t('Update the extension: the newer version mends it. Jobs that were sent go on at the service.'),
    mend: 'updateExtension',
  },
  'store newer': {
    what: () => vscode.l10n.t('The jobs are kept by a newer version of Seedance Studio.'),
    todo: () => vscode.l10n.t('Update the extension; until then they can only be looked at.'),
    mend: 'updateExtension',
  },
  'store failed': {
    what: ({ code }) => vscode.l10n.t('The database of jobs cannot be used ({0}).', code),
    todo: () => vscode.l10n.t('The log says more.'),
    mend: 'showLog',
  },
  'folder full': {
    what: ({ folder = '' }) => vscode.l10n.t('The disk of “{0}” is full.', folder),
    todo: () => vscode.l10n.t('Make room there, or choose another folder.'),
    mend: 'chooseFolder',
  },
  'folder unwritable': {
    what: ({ folder = '' }) => vscode.l10n.t('“{0}” cannot be written to.', folder),
    todo: () => vscode.l10n.t('Allow it, or choose another folder.'),
    mend: 'chooseFolder',
  },
  'folder gone': {
    what: ({ folder = '' }) => vscode.l10n.t('“{0}” is not there and cannot be made.', folder),
    todo: () => vscode.l10n.t('Bring it back, or choose another folder.'),
    mend: 'chooseFolder',
  },
  'folder blocked': {
    what: ({ folder = '' }) => vscode.l10n.t('A file stands where the folder “{0}” should be.', folder),
    todo: () => vscode.l10n.t('Move that file, or choose another folder.'),
    mend: 'chooseFolder',
  },
  'folder failed': {
    what: ({ folder = '' }) => vscode.l10n.t('“{0}” did not take the clip.', folder),
    todo: () => vscode.l10n.t('Choose another folder.'),
    mend: 'chooseFolder',
  },
};

/** What the button of a mend says. `host` names the service. */
export function mendTitle(mend: Mend, host: string): string {
  switch (mend) {
    case 'setKey':
      return vscode.l10n.t('Set API Key');
    case 'openService':
      return vscode.l10n.t('Open {0}', host);
    case 'openProxySettings':
    case 'openSettings':
      return vscode.l10n.t('Open Settings');
    case 'setUpHosting':
      return vscode.l10n.t('Set Up Hosting…');
    case 'showJobs':
      return vscode.l10n.t('Show Jobs');
    case 'chooseFolder':
      return vscode.l10n.t('Choose Folder…');
    case 'showStorage':
      return vscode.l10n.t('Show Folder');
    case 'reloadWindow':
      return vscode.l10n.t('Reload Window');
    case 'updateExtension':
      return vscode.l10n.t('Update…');
    case 'showLog':
      return vscode.l10n.t('Show Log');
    case 'makeAgain':
      return vscode.l10n.t('Make Again…');
  }
}
