import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiFailure } from '../../../../src/engine/api/failure.ts';
import { troubleOf, troubleOfGeneration, troubles, type Trouble } from '../../../../src/engine/api/trouble.ts';

const network = (code: string | undefined, phase: 'connect' | 'later' = 'connect', message = 'failed'): ApiFailure => ({
  ...{ kind: 'network', phase, message },
  ...(code !== undefined && { code }),
});
const refused = (status: number, code?: string, message?: string): ApiFailure => ({
  ...{ kind: 'rejected', status },
  ...(code !== undefined && { code }),
  ...(message !== undefined && { message }),
});

/** Failures as they come: from Node and undici, and as services of this kind word theirs. */
const calls: readonly (readonly [Trouble, ApiFailure])[] = [
  ['noKey', { kind: 'unauthorized', status: 0, message: 'no key is set' }],
  ['unusableKey', { kind: 'unauthorized', status: 0, code: 'unusable_key', message: 'no key' }],
  ['badKey', { kind: 'unauthorized', status: 401, code: 'unauthorized', message: 'Invalid API key' }],
  ['badKey', { kind: 'unauthorized', status: 401 }],
  ['badKey', { kind: 'unauthorized', status: 200, code: 'unauthorized' }],
  ['forbidden', refused(403)],
  ['forbidden', refused(403, 'forbidden', 'This key has no access to the model')],
  ['noCredits', refused(402)],
  ['noCredits', refused(402, 'content_policy')],
  ['noCredits', refused(400, 'insufficient_credits')],
  ['noCredits', refused(400, 'INSUFFICIENT_BALANCE')],
  ['noCredits', refused(403, undefined, 'Not enough credits to run this generation.')],
  ['noCredits', refused(400, undefined, 'Your credits are exhausted')],
  [
    'noCredits',
    { kind: 'rateLimited', status: 429, message: 'You exceeded your current quota, check your plan and billing.' },
  ],
  ['face', refused(400, 'real_person_detected')],
  ['face', refused(400, 'InputImageSensitiveContentDetected', 'The input image may contain real person.')],
  ['face', refused(422, undefined, 'Face detected in reference image 1')],
  ['face', refused(400, 'content_moderation', 'the reference image may contain a real human face')],
  ['moderation', refused(400, 'content_policy', 'The prompt was rejected by the content policy.')],
  ['moderation', refused(400, 'contentPolicyViolation')],
  ['moderation', refused(400, 'SENSITIVE_CONTENT', 'blocked')],
  ['moderation', refused(403, undefined, 'Your request violates our usage policies')],
  ['moderation', refused(400, undefined, 'NSFW')],
  ['media', refused(400, 'media_download_failed')],
  ['media', refused(400, undefined, 'Failed to download image from mediaUrls[0]')],
  ['media', refused(400, undefined, 'The image at https://e.org/a.png could not be fetched')],
  ['media', refused(422, undefined, 'mediaUrls[1]: URL is not publicly accessible')],
  ['media', refused(400, 'url_unreachable')],
  ['refused', refused(400)],
  ['refused', refused(400, 'invalid_request', 'duration must be one of: 5, 10.')],
  ['refused', refused(404, 'not_found', 'no such request')],
  ['refused', refused(400, undefined, 'Invalid image URL: the file must be larger than 300 px')],
  ['refused', refused(400, undefined, 'In the face of high demand this typeface is off; read the file format notes')],
  ['limit', { kind: 'rateLimited', status: 429, retryAfter: 12_000 }],
  ['limit', { kind: 'rateLimited', status: 429, message: 'Rate limit exceeded: 10 requests a minute' }],
  ['outage', { kind: 'server', status: 500 }],
  ['outage', { kind: 'server', status: 503, message: 'content moderation service unavailable' }],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EHOSTDOWN'].map(
    (code) => ['offline', network(code)] as const,
  ),
  ['proxy', network('PROXY_INVALID', 'connect', 'Invalid URL protocol')],
  ['proxy', network('UND_ERR_ABORTED', 'connect', 'Proxy response (407) !== 200 when HTTP Tunneling')],
  ['proxy', network('UND_ERR_ABORTED', 'connect', 'Proxy response (502) !== 200 when HTTP Tunneling')],
  ['proxy', network('UND_ERR_INVALID_ARG', 'connect', 'Proxy Authentication Required (407)')],
  ['proxy', network('UND_ERR_PRX_TLS', 'connect', 'Secure Proxy Connection failed')],
  ['proxy', network('UND_ERR_PRX_CONN')],
  ['proxy', { kind: 'badReply', status: 407, message: 'not a reply of the service' }],
  ...[
    ...['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'CERT_UNTRUSTED'],
    ...['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
  ].map((code) => ['certificate', network(code)] as const),
  ['noTls', network('EPROTO')],
  ['noTls', network('ERR_SSL_WRONG_VERSION_NUMBER')],
  ['refusedConnection', network('ECONNREFUSED')],
  ['timeout', network('UND_ERR_CONNECT_TIMEOUT')],
  ['timeout', network('ETIMEDOUT')],
  ['timeout', network('UND_ERR_HEADERS_TIMEOUT', 'later')],
  ['timeout', network('UND_ERR_BODY_TIMEOUT', 'later')],
  ['brokenOff', network('ECONNRESET', 'later')],
  ['brokenOff', network('UND_ERR_SOCKET', 'later', 'other side closed')],
  ['brokenOff', network('EHOSTUNREACH', 'later')],
  ['unreachable', network('ECONNRESET')],
  ['unreachable', network(undefined)],
  ['undecided', { kind: 'badReply', status: 409, message: 'conflict' }],
  ['undecided', { kind: 'badReply', status: 408, message: 'an unclear refusal' }],
  ['unreadable', { kind: 'badReply', status: 200, message: 'not a reply of the service' }],
  ['unreadable', { kind: 'badReply', status: 302, message: 'not a reply of the service' }],
  ['unreadable', network('HPE_INVALID_CONSTANT', 'later')],
  ['own', { kind: 'badReply', status: 0, message: 'Error: the keyring is locked' }],
];

const generations: readonly (readonly [Trouble, Parameters<typeof troubleOfGeneration>[0]])[] = [
  ['failed', undefined],
  ['failed', {}],
  ['failed', { code: 'generation_failed', message: 'The generation failed.' }],
  ['failed', { message: 'upstream timeout' }],
  ['face', { code: 'content_moderation', message: 'the reference image may contain a real human face' }],
  ['face', { message: 'Input contains faces' }],
  ['moderation', { code: 'OutputVideoSensitiveContentDetected', message: 'sensitive content' }],
  ['moderation', { message: 'The output was blocked: copyrighted material' }],
  ['media', { message: 'could not download reference image: 403' }],
  ['media', { code: 'media_fetch_error' }],
  ['media', { message: 'The signed link has expired' }],
  ['noCredits', { code: 'insufficient_credits' }],
];

describe('what trouble a failed call has met', () => {
  for (const [trouble, failure] of calls) {
    it(`is ${trouble} for ${JSON.stringify(failure)}`, () => assert.equal(troubleOf(failure), trouble));
  }

  it('is asked here for every kind there is', () => {
    const seen = new Set([...calls, ...generations].map(([trouble]) => trouble));
    assert.deepEqual([...seen].sort(), [...troubles].sort());
  });

  it('is told of a message without end at once', () => {
    const message = 'cannot fetch '.repeat(400_000);
    const started = process.cpuUsage();
    troubleOf(refused(400, message, message));
    assert.ok(process.cpuUsage(started).user < 1_000_000, 'within a second of work');
  });
});

describe('what trouble a generation has met', () => {
  for (const [trouble, error] of generations) {
    it(`is ${trouble} for ${JSON.stringify(error)}`, () => assert.equal(troubleOfGeneration(error), trouble));
  }
});
