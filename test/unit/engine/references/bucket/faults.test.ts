import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { BucketFault } from '../../../../../src/engine/references/bucket/bucketError.ts';
import { troubleOf } from '../../../../../src/engine/references/bucket/trouble.ts';
import { temporaryFolder } from '../../../../support/engine/folder.ts';
import { deadOrigin, page, startServer, type Handler } from '../../../../support/engine/server.ts';
import { makeCertificate } from '../../../../support/git/certificate.ts';
import { until } from '../../../../support/until.ts';
import { bucketAt, clientAt, fault, fileOf, refusal, startEarlyServer } from './storage.ts';

async function put(t: TestContext, endpoint: string): Promise<void> {
  const { file, options } = fileOf(1000);
  await clientAt(t, endpoint).put('a.png', file, options);
}

describe('what is wrong is said in plain words:', () => {
  const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
  const inMinutesHttp = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toUTCString();
  const cases: readonly (readonly [what: string, answer: Handler, wanted: BucketFault, message: RegExp])[] = [
    [
      'another region, named in the error',
      refusal(400, 'AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>'),
      'region',
      /^The bucket “clips” is in the region eu-west-1, not in us-east-1\. Set the region to eu-west-1,/,
    ],
    [
      'another region, named in a header',
      page(301, '', { 'x-amz-bucket-region': 'ap-south-1' }),
      'region',
      /is in the region ap-south-1, not in us-east-1/,
    ],
    [
      'another region, not named',
      refusal(307, 'TemporaryRedirect'),
      'region',
      /is not in the region us-east-1, or not/,
    ],
    [
      'a redirect to a page',
      page(307, '', { location: 'https://www.example.com/login?secret=1' }),
      'other',
      /^127\.0\.0\.1:\d+ sends elsewhere \(www\.example\.com\)\. Set the address/,
    ],
    ['a redirect to nowhere', page(301, ''), 'other', /sends elsewhere \(301\)/],
    [
      'a clock that is behind',
      (...asked) => refusal(403, 'RequestTimeTooSkewed', `<ServerTime>${inMinutes(20)}</ServerTime>`)(...asked),
      'clock',
      /^This machine's clock is 20 min behind that of 127\.0\.0\.1:\d+\. Set the clock\.$/,
    ],
    [
      'a clock that is ahead, of which the storage only says that the signature is wrong',
      (...asked) => refusal(403, 'SignatureDoesNotMatch', '', { date: inMinutesHttp(-90) })(...asked),
      'clock',
      /clock is 90 min ahead/,
    ],
    [
      'a clock of which nothing is known',
      refusal(403, 'RequestTimeTooSkewed'),
      'clock',
      /do not agree\. Set the clock/,
    ],
    ['a session token that has ended', refusal(400, 'ExpiredToken'), 'secret', /^The session token has ended/],
    ['a key that R2 does not know', refusal(401, 'Unauthorized'), 'accessKey', /does not know the access key AK\./],
    [
      'a key that R2 finds too short',
      (_, response) =>
        void response
          .writeHead(400)
          .end(
            '<Error><Code>InvalidArgument</Code><Message>Credential access key has length 2, should be 32</Message></Error>',
          ),
      'accessKey',
      /does not know the access key AK\./,
    ],
    ['no such bucket', refusal(404, 'NoSuchBucket'), 'noBucket', /^There is no bucket “clips” at 127/],
    [
      'a bucket that is full',
      refusal(403, 'QuotaExceeded'),
      'other',
      /^The bucket “clips” is full\. Make room in it\.$/,
    ],
    ['an account that is closed', refusal(403, 'AccountProblem'), 'other', /refuses \(AccountProblem, 403\)/],
    [
      'a disk that is full',
      refusal(507, 'XMinioStorageFull'),
      'other',
      /^The bucket “clips” is full\. Make room in it\.$/,
    ],
    ['a file that is too large', refusal(400, 'EntityTooLarge'), 'other', /takes no file of this size/],
    ['a code of its own', refusal(400, 'XVendorSpecial'), 'other', /refuses \(XVendorSpecial, 400\)\. Check/],
    ['a refusal without a word', page(403, ''), 'denied', /may not put files/],
    [
      'a web page',
      page(404, '<html><script>alert(1)</script>'),
      'other',
      /does not answer as an S3-compatible storage \(404\)/,
    ],
    ['a web page that forbids', page(403, '<html>Blocked</html>'), 'other', /does not answer as an S3-compatible/],
    [
      'codes and regions that are none',
      refusal(400, '<b>x</b>', '<Region>$(reboot)</Region>'),
      'other',
      /^127\.0\.0\.1:\d+ does not answer as an S3-compatible storage \(400\)\. Check the address\.$/,
    ],
  ];
  for (const [what, answer, wanted, message] of cases)
    it(what, async (t) => {
      const server = await startServer(t, answer);
      await assert.rejects(put(t, server.origin), fault(wanted, message));
      assert.equal(server.requests.length, 1, 'followed or sent again');
    });

  it('nobody listens', async (t) => {
    await assert.rejects(put(t, await deadOrigin()), fault('unreachable', /does not answer \(ECONNREFUSED\)\. Check/));
  });

  it('a certificate that nobody knows, and none once its issuer is trusted', async (t) => {
    const certificate = makeCertificate(temporaryFolder(t));
    const server = createServer(
      certificate,
      (request, response) => void request.resume().on('end', () => response.end()),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const untrusted = fault(
      'certificate',
      /^The certificate of 127\.0\.0\.1:\d+ is not trusted \([A-Z_]+\)\. Add its issuer/,
    );
    await assert.rejects(put(t, `https://127.0.0.1:${port}`), untrusted);
    await assert.rejects(put(t, `http://127.0.0.1:${port}`), fault('unreachable', /was cut/));
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, certificate.cert]);
    t.after(() => setDefaultCACertificates(trusted));
    await put(t, `https://127.0.0.1:${port}`);
    await assert.rejects(put(t, `https://localhost:${port}`), fault('certificate', /is for another name\. Check/));
  });

  it('a storage that speaks no https', async (t) => {
    const server = await startServer(t);
    const endpoint = server.origin.replace('http:', 'https:');
    await assert.rejects(
      put(t, endpoint),
      fault('certificate', /does not speak https\. Check the address and its port/),
    );
  });

  it('a host that nobody knows, where the bucket stands before it', () => {
    const cause = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    const error = troubleOf(cause, 'clips.s3.example', bucketAt('https://s3.example', { style: 'virtualHost' }), 'put');
    assert.equal(error.fault, 'unreachable');
    assert.match(error.message, /^There is no host clips\.s3\.example, or .* Check the address, or use path style\.$/);
  });
});

describe('a reply without end', () => {
  for (const status of [200, 403])
    it(`(${status}) is not read to its end`, async (t) => {
      const server = await startEarlyServer(t, (request, response) => {
        request.resume();
        response.writeHead(status);
        const write = (): void => {
          while (!response.destroyed && response.write('<Error>'.repeat(1000)));
        };
        response.on('drain', write);
        write();
      });
      const asked = put(t, server.origin);
      if (status === 200) await asked;
      else await assert.rejects(asked, fault('other', /does not answer as an S3-compatible storage/));
      await until('the connection is closed', async () => (await server.open()) === 0);
    });
});
