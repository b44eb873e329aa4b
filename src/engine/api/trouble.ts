import { isCertificateCode } from './connectFailure.ts';
import { unusableKeyCode, type ApiFailure } from './failure.ts';

/** Every kind of trouble that a call can meet: each has one thing to do about it. */
export const troubles = [
  /** No key is set for the service. */
  'noKey',
  /** What is set as the key is none. */
  'unusableKey',
  /** The key is not accepted. */
  'badKey',
  /** The key is known, and may not do this. */
  'forbidden',
  'noCredits',
  /** A picture that may show a real person. */
  'face',
  /** A prompt or a picture that moderation stopped. */
  'moderation',
  /** A reference that the service could not fetch. */
  'media',
  /** Refused for another reason. */
  'refused',
  /** Too many requests. */
  'limit',
  /** An error of the service's own. */
  'outage',
  /** This machine has no way out, or does not find the service's name. */
  'offline',
  'proxy',
  'certificate',
  /** No https where it is expected. */
  'noTls',
  /** Nothing listens there. */
  'refusedConnection',
  'timeout',
  /** The connection ended before the answer had come. */
  'brokenOff',
  /** Could not be reached, for a reason that we do not know. */
  'unreachable',
  /** An answer that leaves open whether the request was taken. */
  'undecided',
  /** An answer that is none of the service: a sign-in page of a network, another server. */
  'unreadable',
  /** Nothing of the service: something on this machine did not work. */
  'own',
  /** A generation that failed for a reason that we do not know. */
  'failed',
] as const;

export type Trouble = (typeof troubles)[number];

/** What a service says in its own words. Codes other than `unauthorized` are not documented. */
interface Said {
  readonly code?: string;
  readonly message?: string;
}

/** Which trouble a failed call has met. */
export function troubleOf(failure: ApiFailure): Trouble {
  switch (failure.kind) {
    case 'unauthorized':
      if (failure.status !== 0) return 'badKey';
      return failure.code === unusableKeyCode ? 'unusableKey' : 'noKey';
    case 'rejected':
      if (failure.status === 402) return 'noCredits';
      return wordedAs(failure) ?? (failure.status === 403 ? 'forbidden' : 'refused');
    case 'rateLimited':
      // An account that is used up is said to be limited by some.
      return wordedAs(failure) === 'noCredits' ? 'noCredits' : 'limit';
    case 'server':
      return 'outage';
    case 'network':
      return networkTrouble(failure);
    case 'badReply':
      if (failure.status === 0) return 'own';
      if (failure.status === 407) return 'proxy';
      return undecidedStatuses.includes(failure.status) ? 'undecided' : 'unreadable';
  }
}

/** Why a generation failed that was accepted. */
export function troubleOfGeneration(error: Said | undefined): Trouble {
  return wordedAs(error ?? {}) ?? 'failed';
}

const undecidedStatuses = [408, 409, 425];

const offlineCodes = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'ENODATA'],
  ...['ENETUNREACH', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'ENONET'],
]);

const timeoutCodes = new Set([
  ...['ETIMEDOUT', 'ESOCKETTIMEDOUT'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'],
]);

function networkTrouble({ code = '', message, phase }: Extract<ApiFailure, { kind: 'network' }>): Trouble {
  if (code.startsWith('PROXY_') || code.startsWith('UND_ERR_PRX_') || /^proxy (response|authentication)/i.test(message))
    return 'proxy';
  if (isCertificateCode(code)) return 'certificate';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'noTls';
  if (code.startsWith('HPE_')) return 'unreadable';
  if (timeoutCodes.has(code)) return 'timeout';
  if (phase === 'later') return 'brokenOff';
  if (offlineCodes.has(code)) return 'offline';
  return code === 'ECONNREFUSED' ? 'refusedConnection' : 'unreachable';
}

const media = '(media|images?|videos?|audios?|urls?|links?|files?|references?)';
const cannot = '(cannot|can not|could not|can t|couldn t|unable|not able|fail(ed|s|ure)?|error|timed? ?out)';
const fetching = '(download|fetch|retriev|access|load|read|reach|open)(e|ed|ing)?';

/**
 * What can be told by its wording only, the most telling first. Words that could mean something else as well are not here: what is
 * not recognised is shown in the service's own words all the same.
 */
const wordings: readonly (readonly [Trouble, readonly RegExp[]])[] = [
  [
    'noCredits',
    [
      /\b(insufficient|not enough|no( more)?|out of|lack of) (credits?|balance|funds?|quota)\b/,
      /\bcredits? (are |is |were |was )?(insufficient|exhausted|used up|too low|required)\b/,
      /\b(balance (is )?(insufficient|too low)|payment required|current quota)\b/,
    ],
  ],
  [
    'face',
    [
      /\b(human|real|recogni[sz]able) (face|person|people|human)s?\b/,
      /\bfaces? (in|was|were|is|are|detect\w*|found|privacy|not allowed)\b/,
      /\b(contains?|detected|has|with) (a |the )?faces?\b/,
      /\b(portrait rights?|celebrit(y|ies)|public figures?|likeness)\b/,
    ],
  ],
  [
    'moderation',
    [
      /\bmoderat(ed|ion)\b/,
      /\b(content|safety|usage) (polic(y|ies)|guidelines?|filters?|violation|checks?|reviews?)\b/,
      /\b(policy violation|risk control|sensitive (content|information|words?))\b/,
      /\bviolat(es?|ed|ing|ion of)\b.{0,40}\b(polic(y|ies)|guidelines?|terms|rules)\b/,
      /\b(nsfw|unsafe|prohibited|inappropriate|offensive|copyright(ed)?)\b/,
    ],
  ],
  [
    'media',
    [
      new RegExp(`\\b${cannot}\\b.{0,30}\\b${fetching}\\b.{0,40}\\b${media}\\b`),
      new RegExp(`\\b${media}\\b.{0,80}\\b${cannot} (be |to )?${fetching}\\b`),
      new RegExp(`\\b${media} ${fetching} ${cannot}\\b`),
      new RegExp(
        `\\b${media}\\b.{0,80}\\b(unreachable|inaccessible|not (publicly )?(accessible|reachable|available))\\b`,
      ),
      new RegExp(`\\b${media} (has |have |is |was )?expired\\b`),
    ],
  ],
];

function wordedAs({ code = '', message = '' }: Said): Trouble | undefined {
  const words = `${spelledOut(code)} . ${spelledOut(message)}`;
  return wordings.find(([, patterns]) => patterns.some((pattern) => pattern.test(words)))?.[0];
}

/** The longest words that are looked at, characters: what comes after says nothing new. */
const maxWords = 2000;

/** `contentPolicy`, `content_policy` and `Content policy` are one. */
function spelledOut(text: string): string {
  return text
    .slice(0, maxWords)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
