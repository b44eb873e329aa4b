import assert from 'node:assert/strict';
import { nextStep } from '../../src/editor/agents/jobInfo.ts';
import { conditionMend, conditionText } from '../../src/editor/words/conditionText.ts';
import {
  explainFolder,
  explainGeneration,
  explainStore,
  failureText,
  submitFailureText,
} from '../../src/editor/words/failures.ts';
import { supportMessage, unknownState } from '../../src/editor/unknown/unknownState.ts';
import { chargeText, descriptionOf, reasonOf } from '../../src/editor/words/jobText.ts';
import { mends, mendTitle, troubleWords, type Trouble } from '../../src/editor/words/troubles.ts';
import { troubles as callTroubles } from '../../src/engine/api/trouble.ts';
import { folderTroubles } from '../../src/engine/downloads/folderTrouble.ts';
import { StoreError, storeTroubles } from '../../src/engine/jobs/storeError.ts';
import type { Reference } from '../../src/shared/draft.ts';
import { draftOf, jobOf, unsentJobOf } from '../support/engine/fixtures.ts';

const host = 'api.example';

function referenceOf(id: string): Reference {
  return { id, name: `${id}.png`, source: { type: 'url', url: `https://example.com/${id}.png` } };
}

const troubles: readonly Trouble[] = [
  ...callTroubles,
  ...storeTroubles.map((trouble) => `store ${trouble}` as const),
  ...folderTroubles.map((trouble) => `folder ${trouble}` as const),
];

describe('the words of a failure', () => {
  it('say for every kind what happened and what to do, in two sentences that promise no refund', () => {
    for (const trouble of troubles) {
      const facts = { host, said: '', code: 'ECODE', wait: 3, folder: 'seedance' };
      const { what, todo } = troubleWords[trouble];
      for (const sentence of [what(facts), todo(facts)]) {
        assert.match(sentence, /^\S.*\.$/, trouble);
        assert.doesNotMatch(sentence, /try again|refund|successfully|undefined|\{\d\}/i, trouble);
      }
    }
  });

  it('say no kind like another', () => {
    const said = troubles.map((trouble) =>
      troubleWords[trouble].what({ host, said: '', code: 'ECODE', folder: 'seedance' }),
    );
    assert.equal(new Set(said).size, troubles.length);
  });

  it('quote the service, cleaned', () => {
    const message = '[x](command:quit) $(trash) \u202e\u0000faces detected.';
    assert.equal(
      explainGeneration({ message }, host).what,
      `${host} stopped it: a picture may show a real person: “[x] (command:quit) $ (trash) faces detected”.`,
    );
  });

  it('clean what strangers say wherever it becomes part of a sentence', () => {
    const evil = `[x](command:quit)$(trash)\u202e\u2066\u200b\u0007\r\n\u2028${'a'.repeat(100_000)}`;
    const failure = { kind: 'rejected', status: 400, code: evil, message: evil } as const;
    const network = { kind: 'network', phase: 'connect', code: evil, message: evil } as const;
    const job = { draft: draftOf({ prompt: evil }), creditsCharged: 64 };
    const sentences = [
      failureText(failure, host),
      failureText(network, host),
      failureText({ kind: 'server', status: 500, code: evil, message: evil }, host),
      failureText({ kind: 'badReply', status: 200, message: evil }, host),
      explainGeneration({ code: evil }, host).what,
      explainFolder('gone', evil).what,
      explainStore(new StoreError('failed', { cause: new Error(evil) })).what,
      reasonOf(jobOf({ ...job, pollFailure: network }))?.text ?? '',
      reasonOf(jobOf({ ...job, state: 'failed', error: { message: evil } }))?.text ?? '',
    ];
    for (const sentence of sentences) {
      assert.ok(sentence.length < 900, `${sentence.length} characters`);
      assert.doesNotMatch(sentence, /\]\(|\$\(|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
  });

  it('name a mend for everything of this machine, each with a button of its own words', () => {
    for (const trouble of troubles.filter((each) => /^(store|folder) /.test(each)))
      assert.ok(troubleWords[trouble].mend, trouble);
    for (const mend of mends) assert.match(mendTitle(mend, host), /^[A-Z][\w. ]+…?$/);
  });

  it('say of a clip that was kept aside where it is, what it cost, and how it gets to another folder', () => {
    const download = { state: 'done', file: 'file:///storage/clips/a.mp4', size: 1, aside: 'full' } as const;
    const kept = reasonOf(jobOf({ state: 'succeeded', folder: 'file:///project/seedance', download }));
    assert.equal(
      kept?.text,
      'The disk of “/project/seedance” is full. Make room there, or choose another folder. Until then the clip is here: /storage/clips/a.mp4',
    );
    assert.equal(kept.mend, 'chooseFolder');
  });

  it('say what is known of the charge, by what became of the submit', () => {
    const failure = { kind: 'server', status: 502 } as const;
    assert.match(submitFailureText(failure, 'unknown', host), /may have been charged\.$/);
    assert.match(submitFailureText(failure, 'rejected', host), /no charge was reported\./);
    assert.match(submitFailureText(failure, 'withdrawn', host), /nothing was charged\./);
  });

  it('name the reference that the service means, and no picture where none was sent', () => {
    const picture = { ...referenceOf('b'), name: 'lighthouse.jpg' };
    const references = [referenceOf('a'), picture];
    const failure = { kind: 'rejected', status: 400, message: 'Could not fetch mediaUrls[1]: HTTP 403' } as const;
    assert.match(
      submitFailureText(failure, 'rejected', host, references),
      /could not fetch reference 2, “lighthouse\.jpg”: /,
    );
    assert.match(submitFailureText(failure, 'rejected', host, []), /could not fetch a reference: /);
    const stopped = { kind: 'rejected', status: 400, message: 'Prompt violates content policy' } as const;
    assert.match(
      submitFailureText(stopped, 'rejected', host, []),
      /did not let the prompt pass: .* Change the prompt\.$/,
    );
    assert.match(submitFailureText(stopped, 'rejected', host, references), /the prompt or a picture pass/);
  });

  it('say of an unknown job that was answered with an error that it was answered, and of any that it may have been charged', () => {
    const sent = { state: 'unknown', sentAt: 1 } as const;
    const answered = jobOf({ ...sent, failure: { kind: 'server', status: 500, message: 'Internal server error' } });
    const silent = jobOf({ ...sent, failure: { kind: 'network', phase: 'later', message: 'reset' } });
    for (const job of [answered, silent]) {
      const { summary, notKnown } = unknownState(job, undefined);
      const words = [summary, notKnown, supportMessage(job, false)].join('\n');
      assert.equal(/no answer tells|got no answer|Without an answer/.test(words), job === silent, words);
      assert.equal(/answered with an error/.test(words), job === answered, words);
      assert.equal(chargeText(job), 'It may have been charged.');
    }
    assert.equal(chargeText({ ...answered, notCharged: true }), 'No charge was reported.');
  });

  it('do not take a word that nobody knows for an end', () => {
    const job = jobOf({ state: 'processing', status: 'completed' });
    assert.match(descriptionOf(job, job.createdAt, false), /^“completed”, still checking · /);
    assert.match(
      reasonOf(job)?.text ?? '',
      /“completed” of it, which this version does not know\. It is still looked at/,
    );
    const keyless = jobOf({ ...job, pollFailure: { kind: 'unauthorized', status: 401 } });
    assert.equal(reasonOf(keyless)?.mend, 'setKey', 'what is in the way of all looks comes first');
  });

  it('give nobody who may have paid the advice to wait and press again', () => {
    assert.doesNotMatch(submitFailureText({ kind: 'server', status: 502 }, 'unknown', host), /Wait/);
  });

  it('name the wait that the service asked for', () => {
    assert.match(failureText({ kind: 'rateLimited', status: 429, retryAfter: 11_200 }, host), /Wait 12 s\./);
  });

  it('tell of a failed generation what was charged, and what to change', () => {
    const error = { code: 'content_moderation', message: 'stopped by moderation' };
    const reason = reasonOf(jobOf({ state: 'failed', error, creditsCharged: 64 }))?.text ?? '';
    assert.match(reason, /“stopped by moderation”\. Charged 64 credits\. Change the prompt/);
  });

  it('say of a look that fails for what passes that nobody need do anything', () => {
    const pollFailure = { kind: 'network', phase: 'connect', code: 'ENOTFOUND', message: 'x' } as const;
    assert.match(reasonOf(jobOf({ pollFailure }))?.text ?? '', /looked at again by itself\.$/);
  });

  it('say of a clip whose address the service does not tell what is in the way, and what mends it', () => {
    const download = { state: 'pending', reason: 'The service cannot be asked for the clip’s address.' } as const;
    const clip = jobOf({ state: 'succeeded', download });
    const keyless = reasonOf({ ...clip, pollFailure: { kind: 'unauthorized', status: 401 } });
    assert.match(keyless?.text ?? '', /does not accept the API key\. .* The clip is still at the service/);
    assert.equal(keyless?.mend, 'setKey');
    const limited = reasonOf({ ...clip, pollFailure: { kind: 'rateLimited', status: 429 } });
    assert.match(limited?.text ?? '', /takes no more requests for now\. It is tried again by itself\./);
    assert.equal(limited?.mend, undefined);
  });

  it('say of a clip that was not downloaded what to do, whatever was in the way', () => {
    const failed = { state: 'failed', reason: 'The clip could not be written (EIO).' } as const;
    const clip = jobOf({ state: 'succeeded', download: failed });
    assert.deepEqual(reasonOf(clip), {
      text: 'The clip could not be written (EIO). Read in the log what is in the way, then choose “Download Again”. The clip is still at the service, which keeps it only for a while.',
      mend: 'showLog',
    });
    const nameless = unsentJobOf({ state: 'succeeded', sentAt: 1 });
    const reason = 'The service named no clip.';
    assert.deepEqual(reasonOf({ ...nameless, download: { ...failed, reason } }), {
      text: 'The service named no clip. Look for it at the service itself.',
      mend: 'openService',
    });
    const blocked = reasonOf({ ...nameless, download: { ...failed, trouble: 'full' } });
    assert.match(blocked?.text ?? '', /is full\. Make room there, or choose another folder\.$/);
    const untrusted = { kind: 'network', phase: 'connect', code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'x' } as const;
    const waiting = { state: 'pending', reason: 'The service cannot be asked for the clip’s address.' } as const;
    assert.match(
      reasonOf({ ...clip, download: waiting, pollFailure: untrusted })?.text ?? '',
      /is not trusted .*\. Add its issuer to the certificates that this machine trusts\. The clip is still at the service/,
    );
    assert.match(nextStep(clip), /was not downloaded\. Read "reason".* Do not generate it again\.$/);
  });

  it('are one line above the rows for what holds up all of them', () => {
    const origin = 'https://api.example';
    assert.equal(
      conditionText({ kind: 'key', origin, jobs: 3, why: 'refused' }),
      'api.example does not accept the API key. 3 jobs wait; they go on at the service. Set another with “Seedance: Set API Key…”.',
    );
    assert.match(
      conditionText({ kind: 'key', origin, jobs: 1, why: 'forbidden' }),
      /does not allow this with the API key\. 1 job waits; .* Look at the account there, or set another key\.$/,
    );
    const failure = { kind: 'network', phase: 'connect', code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'x' } as const;
    const proxy = { kind: 'network', phase: 'connect', code: 'UND_ERR_PRX_TLS', message: 'x' } as const;
    assert.match(conditionText({ kind: 'away', origin, failure: proxy }), /The proxy on the way.*Jobs go on there\./);
    assert.deepEqual(
      [
        conditionMend({ kind: 'away', origin, failure: proxy }),
        conditionMend({ kind: 'away', origin, failure: { ...proxy, code: 'ENOTFOUND' } }),
        conditionMend({ kind: 'key', origin, jobs: 1, why: 'missing' }),
        conditionMend({ kind: 'readOnly' }),
      ],
      ['openProxySettings', undefined, 'setKey', 'updateExtension'],
    );
    assert.match(conditionText({ kind: 'away', origin, failure }), /not trusted.*Add its issuer.*Jobs go on there\./);
  });
});
