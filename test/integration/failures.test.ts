import assert from 'node:assert/strict';
import { conditionText } from '../../src/editor/words/conditionText.ts';
import { explainGeneration, failureText, submitFailureText } from '../../src/editor/words/failures.ts';
import { reasonOf } from '../../src/editor/words/jobText.ts';
import { troubleWords } from '../../src/editor/words/troubles.ts';
import { troubles } from '../../src/engine/api/trouble.ts';
import { jobOf } from '../support/engine/fixtures.ts';

const host = 'api.example';

describe('the words of a failure', () => {
  it('say for every kind what happened and what to do, in two sentences that promise no refund', () => {
    for (const trouble of troubles) {
      const facts = { host, said: '', code: 'ECODE', wait: 3 };
      const { what, todo } = troubleWords[trouble];
      for (const sentence of [what(facts), todo(facts)]) {
        assert.match(sentence, /^\S.*\.$/, trouble);
        assert.doesNotMatch(sentence, /try again|refund|successfully|undefined|\{\d\}/i, trouble);
      }
    }
  });

  it('say no kind like another', () => {
    const said = troubles.map((trouble) => troubleWords[trouble].what({ host, said: '', code: 'ECODE' }));
    assert.equal(new Set(said).size, troubles.length);
  });

  it('quote the service, cleaned', () => {
    const message = '[x](command:quit) $(trash) \u202e\u0000faces detected.';
    assert.equal(
      explainGeneration({ message }, host).what,
      `${host} stopped it: a picture may show a real person: “[x] (command:quit) $ (trash) faces detected”.`,
    );
  });

  it('say what is known of the charge, by what became of the submit', () => {
    const failure = { kind: 'server', status: 502 } as const;
    assert.match(submitFailureText(failure, 'unknown', host), /may have been charged\.$/);
    assert.match(submitFailureText(failure, 'rejected', host), /no charge was reported\./);
    assert.match(submitFailureText(failure, 'withdrawn', host), /nothing was charged\./);
  });

  it('give nobody who may have paid the advice to wait and press again', () => {
    assert.doesNotMatch(submitFailureText({ kind: 'server', status: 502 }, 'unknown', host), /Wait/);
  });

  it('name the wait that the service asked for', () => {
    assert.match(failureText({ kind: 'rateLimited', status: 429, retryAfter: 11_200 }, host), /Wait 12 s\./);
  });

  it('tell of a failed generation what was charged, and what to change', () => {
    const error = { code: 'content_moderation', message: 'stopped by moderation' };
    const reason = reasonOf(jobOf({ state: 'failed', error, creditsCharged: 64 })) ?? '';
    assert.match(reason, /“stopped by moderation”\. Charged 64 credits\. Change the prompt/);
  });

  it('say of a look that fails for what passes that nobody need do anything', () => {
    const pollFailure = { kind: 'network', phase: 'connect', code: 'ENOTFOUND', message: 'x' } as const;
    assert.match(reasonOf(jobOf({ pollFailure })) ?? '', /looked at again by itself\.$/);
  });

  it('are one line above the rows for what holds up all of them', () => {
    const origin = 'https://api.example';
    assert.equal(
      conditionText({ kind: 'key', origin, jobs: 3, missing: false }),
      'api.example does not accept the API key. 3 jobs wait; they go on at the service.',
    );
    const failure = { kind: 'network', phase: 'connect', code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'x' } as const;
    assert.match(conditionText({ kind: 'away', origin, failure }), /not trusted.*Add its issuer.*Jobs go on there\./);
  });
});
