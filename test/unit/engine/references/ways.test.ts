import assert from 'node:assert/strict';
import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { UnresolvedReference } from '../../../../src/engine/references/way.ts';
import type { Reference } from '../../../../src/shared/draft.ts';
import { key } from '../../../support/engine/fixtures.ts';
import { pixel, setUpTravels } from '../../../support/engine/references.ts';
import { json, page, reset, startServer, type Handler } from '../../../support/engine/server.ts';

const picture: Handler = (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(pixel);

/** A service on this machine that serves pictures as well. */
async function setUp(t: TestContext, handler: Handler = picture) {
  const server = await startServer(t, handler);
  const travels = setUpTravels(t, server.origin, { ways: ['typedUrl'] });
  return { ...travels, server, byUrl: urlReference(`${server.origin}/a.png`) };
}

function urlReference(url: string): Reference {
  return { id: 'u', name: 'a.png', source: { type: 'url', url } };
}

describe('a reference that is a URL', () => {
  it('is ready, and is handed on as it is', async (t) => {
    const { live, sandbox, byUrl, server } = await setUp(t);
    for (const service of [live, sandbox]) {
      const { travel, offer } = await service.look(byUrl);
      assert.deepEqual(travel, { way: 'ready', text: new URL(server.origin).host });
      assert.equal(offer?.url, `${server.origin}/a.png`);
      assert.equal(await service.resolve(byUrl), `${server.origin}/a.png`);
    }
  });

  it('is looked at for what it is, but not in the sandbox: nothing leaves the machine there', async (t) => {
    const { live, sandbox, byUrl, server } = await setUp(t);
    assert.equal((await sandbox.look(byUrl)).facts, undefined);
    assert.equal(server.connections(), 0);
    const { facts, problems } = await live.look(byUrl);
    assert.deepEqual([facts?.kind, facts?.width, facts?.height], ['image', 1, 1]);
    assert.deepEqual(problems, []);
    assert.equal(server.requests[0]?.headers.authorization, undefined);
  });

  it('that the service could not fetch says so before Generate', async (t) => {
    const { live, byUrl, server } = await setUp(t);
    const answers: readonly [Handler, severity: string, RegExp][] = [
      [page(404, 'none'), 'error', /404/],
      [page(403, 'no'), 'error', /403/],
      [page(200, '<!doctype html><title>Log in</title>'), 'error', /page/],
      [page(503, ''), 'warning', /503/],
      [reset, 'warning', /./],
    ];
    for (const [answer, severity, words] of answers) {
      server.answer(answer);
      const { problems } = await live.look(byUrl);
      assert.equal(problems.length, 1);
      assert.equal(problems[0]?.severity, severity);
      assert.match(problems[0].message, words);
    }
  });
});

describe('a reference that is a file', () => {
  it('goes by the URL that was typed for it, which is looked at', async (t) => {
    const { live, file, server } = await setUp(t);
    const reference = { ...file('a.png'), publicUrl: `${server.origin}/hosted.png` };
    assert.deepEqual((await live.look(reference)).travel, { way: 'ready', text: new URL(server.origin).host });
    assert.equal(await live.resolve(reference), `${server.origin}/hosted.png`);
    server.answer(page(404, ''));
    assert.equal((await live.look(reference)).problems[0]?.severity, 'error');
  });

  it('goes by the URL that was once typed for the same content, whatever its name', async (t) => {
    const { live, file, server } = await setUp(t);
    const url = `${server.origin}/hosted.png`;
    await live.resolve({ ...file('a.png'), publicUrl: url });
    const { travel, offer } = await live.look(file('renamed.png'));
    assert.equal(travel.way, 'ready');
    assert.match(travel.text, /typed in before/);
    assert.equal(offer?.url, url);
    assert.equal(await live.resolve(file('renamed.png')), url);
    assert.equal((await live.look(file('other.png', 'other bytes'))).travel.way, 'needsUrl');
  });

  it('waits for another URL where the one that was typed before leads nowhere any more', async (t) => {
    const { live, file, server } = await setUp(t);
    await live.resolve({ ...file('a.png'), publicUrl: `${server.origin}/hosted.png` });
    server.answer(page(404, ''));
    assert.equal((await live.look(file('a.png'))).travel.way, 'needsUrl');
    server.answer(picture);
    assert.equal((await live.look(file('a.png'))).travel.way, 'needsUrl', 'it is forgotten');
  });

  it('keeps a typed URL whose host is only busy, and warns', async (t) => {
    const { live, file, server } = await setUp(t);
    await live.resolve({ ...file('a.png'), publicUrl: `${server.origin}/hosted.png` });
    server.answer(page(503, ''));
    const { travel, problems } = await live.look(file('a.png'));
    assert.deepEqual([travel.way, travel.typedUrl], ['ready', `${server.origin}/hosted.png`]);
    assert.deepEqual(
      problems.map(({ severity }) => severity),
      ['warning'],
    );
  });

  it('that is far too large is not read at all', async (t) => {
    const { live, file, folder, ports } = await setUp(t);
    ports.setHosting({ ways: ['git', 'bucket', 'uploader', 'typedUrl'] });
    const reference = file('huge.png');
    truncateSync(join(folder, 'huge.png'), 2 ** 31);
    const started = performance.now();
    const { travel, facts } = await live.look(reference);
    assert.deepEqual([travel.way, travel.text, facts?.size], ['noWay', 'too large', 2 ** 31]);
    assert.ok(performance.now() - started < 1000);
  });

  it('goes by no typed URL where that way is switched off', async (t) => {
    const { live, file, ports, server } = await setUp(t);
    await live.resolve({ ...file('a.png'), publicUrl: `${server.origin}/hosted.png` });
    ports.setHosting({ ways: [] });
    assert.equal((await live.look(file('a.png'))).travel.way, 'noWay');
  });

  it('goes to the sandbox as the file, even where a URL was typed for it', async (t) => {
    const { sandbox, file } = await setUp(t);
    const reference = { ...file('a.png'), publicUrl: 'https://cdn.example.invalid/a.png' };
    assert.equal((await sandbox.look(reference)).travel.way, 'local');
  });

  it('needs a URL where no way is open, and says which were tried and why not', async (t) => {
    const { live, file, ports, server } = await setUp(t);
    ports.setHosting({ ways: ['git', 'bucket', 'uploader', 'typedUrl'] });
    const { travel } = await live.look(file('a.png'));
    assert.equal(travel.way, 'needsUrl');
    assert.equal(travel.tried?.length, 3);
    assert.match(travel.tried.join(' '), /git.*bucket.*program/is);
    const refused = live.resolve(file('a.png'));
    await assert.rejects(refused, (error) => error instanceof UnresolvedReference && error.referenceId === 'a.png');
    assert.equal(server.connections(), 0);
  });

  it('is put into the sandbox’s own store, once it is sent', async (t) => {
    const { sandbox, file, server } = await setUp(t);
    server.answer((request, response) =>
      json(201, { success: true, url: `${server.origin}/sandbox/media/1.png` })(request, response),
    );
    const reference = file('a b#1.png', 'bytes');
    assert.equal((await sandbox.look(reference)).travel.way, 'local');
    assert.equal(server.connections(), 0, 'a look sends nothing');
    assert.equal(await sandbox.resolve(reference), `${server.origin}/sandbox/media/1.png`);
    const [put] = server.requests;
    assert.deepEqual([put?.method, put?.path, put?.body], ['PUT', '/sandbox/media/a%20b%231.png', 'bytes']);
    assert.equal(put?.headers.authorization, `Bearer ${key}`);
  });

  it('that the sandbox does not take says so', async (t) => {
    const { sandbox, file, server } = await setUp(t);
    const handlers = [
      json(413, { success: false, error: { code: 'payload_too_large' } }),
      page(500, ''),
      json(200, { success: true, url: 'http://127.0.0.1:1/elsewhere.png' }),
      json(200, { success: true, url: 'http://example.invalid/elsewhere.png' }),
    ];
    for (const handler of handlers) {
      server.answer(handler);
      await assert.rejects(sandbox.resolve(file('a.png')), UnresolvedReference);
    }
  });

  it('that cannot be read any more says so', async (t) => {
    const { live, sandbox, server } = await setUp(t);
    const gone: Reference = { id: 'f', name: 'a.png', source: { type: 'file', uri: 'file:///nowhere/a.png' } };
    const words = /“a\.png” cannot be read any more\. Remove it or choose the file again/;
    for (const service of [live, sandbox]) {
      await assert.rejects(service.resolve(gone), words);
      assert.match((await service.look(gone)).problems[0]?.message ?? '', words);
    }
    assert.equal(server.connections(), 0);
  });

  it('that is stopped on its way, or meets a dead sandbox, rejects', async (t) => {
    const { sandbox, file, server } = await setUp(t, () => undefined);
    const stop = new AbortController();
    const put = sandbox.resolve(file('a.png'), { signal: stop.signal });
    await server.arrived(0);
    stop.abort(new Error('stop'));
    await assert.rejects(put, /stop/);
    server.answer(reset);
    await assert.rejects(sandbox.resolve(file('a.png')), /network/);
  });

  it('that is a link out of the workspace names the file that would be sent', async (t) => {
    const { live, file, folder, ports } = await setUp(t);
    const outside = setUpTravels(t, 'http://127.0.0.1:1');
    outside.file('private.png');
    symlinkSync(join(outside.folder, 'private.png'), join(folder, 'link.png'));
    ports.setHosting({ folders: [folder] });
    const uri = pathToFileURL(join(folder, 'link.png')).href;
    const { problems } = await live.look({ id: 'l', name: 'link.png', source: { type: 'file', uri } });
    assert.equal(problems.length, 1);
    assert.equal(problems[0]?.severity, 'warning');
    assert.ok(problems[0].message.includes(join(outside.folder, 'private.png')));
    symlinkSync(join(folder, 'a.png'), join(folder, 'inside.png'));
    file('a.png');
    const inside = pathToFileURL(join(folder, 'inside.png')).href;
    assert.deepEqual((await live.look({ id: 'i', name: 'i.png', source: { type: 'file', uri: inside } })).problems, []);
  });
});
