import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Transport } from '../../../../src/engine/api/transport.ts';
import { systemClock } from '../../../../src/engine/clock.ts';
import { References, type Where } from '../../../../src/engine/references/references.ts';
import { Uploads } from '../../../../src/engine/references/uploads.ts';
import { UnresolvedReference } from '../../../../src/engine/references/way.ts';
import type { Reference } from '../../../../src/shared/draft.ts';
import { key } from '../../../support/engine/fixtures.ts';
import { temporaryFolder } from '../../../support/engine/folder.ts';
import { NodePorts } from '../../../support/engine/ports.ts';
import { json, page, reset, startServer, type Handler } from '../../../support/engine/server.ts';

const endless = new AbortController().signal;
const byUrl: Reference = { id: 'u', name: 'a.png', source: { type: 'url', url: 'https://example.invalid/a.png' } };

function file(uri: string, publicUrl?: string): Reference {
  return { id: 'f', name: 'a b#1.png', source: { type: 'file', uri }, ...(publicUrl !== undefined && { publicUrl }) };
}

async function setUp(t: TestContext, handler?: Handler) {
  const server = await startServer(t, handler);
  const transport = new Transport({ strictSSL: true });
  t.after(() => transport.close());
  const folder = temporaryFolder(t);
  const uploads = new Uploads(join(folder, 'jobs.db'));
  t.after(() => uploads.close());
  const ports = new NodePorts(`${server.origin}/`);
  ports.setHosting({ ways: ['typedUrl'] });
  const references = new References({
    ports,
    clock: systemClock,
    uploads,
    transport: () => Promise.resolve(transport),
  });
  const path = join(folder, 'a b#1.png');
  writeFileSync(path, 'bytes');
  const to = (service: Where['service']) => {
    const where = { service, baseUrl: server.origin };
    return {
      look: (reference: Reference) => references.look(reference, where, endless),
      resolve: (reference: Reference, signal = endless) =>
        references.resolve(reference, where, { signal, consented: new Set(), onProgress: () => undefined }),
    };
  };
  return { server, folder, ports, live: to('live'), sandbox: to('sandbox'), local: pathToFileURL(path).href };
}

describe('a reference', () => {
  it('that is a URL is ready, and is handed on as it is', async (t) => {
    const { live, sandbox } = await setUp(t);
    for (const service of [live, sandbox]) {
      const { travel, offer } = await service.look(byUrl);
      assert.deepEqual(travel, { way: 'ready', text: 'example.invalid' });
      assert.equal(offer?.url, 'https://example.invalid/a.png');
      assert.equal(await service.resolve(byUrl), 'https://example.invalid/a.png');
    }
  });

  it('that is a file with a typed URL is ready by that', async (t) => {
    const { live, local } = await setUp(t);
    const reference = file(local, 'https://cdn.example.invalid/a.png');
    assert.equal((await live.look(reference)).travel.text, 'cdn.example.invalid');
    assert.equal(await live.resolve(reference), 'https://cdn.example.invalid/a.png');
  });

  it('that is a file goes to the sandbox as the file, even where a URL was typed for it', async (t) => {
    const { sandbox, local } = await setUp(t);
    assert.equal((await sandbox.look(file(local, 'https://cdn.example.invalid/a.png'))).travel.way, 'local');
  });

  it('that is a file needs a URL live, and says what to do', async (t) => {
    const { live, local, server } = await setUp(t);
    assert.equal((await live.look(file(local))).travel.way, 'needsUrl');
    const refused = live.resolve(file(local));
    await assert.rejects(refused, (error) => error instanceof UnresolvedReference && error.referenceId === 'f');
    assert.equal(server.connections(), 0);
  });

  it('that is a file is put into the sandbox’s own store, once it is sent', async (t) => {
    const { sandbox, local, server } = await setUp(t);
    server.answer((request, response) =>
      json(201, { success: true, url: `${server.origin}/sandbox/media/1.png` })(request, response),
    );
    assert.equal((await sandbox.look(file(local))).travel.way, 'local');
    assert.equal(server.connections(), 0, 'an offer sends nothing');
    assert.equal(await sandbox.resolve(file(local)), `${server.origin}/sandbox/media/1.png`);
    const [put] = server.requests;
    assert.deepEqual([put?.method, put?.path, put?.body], ['PUT', '/sandbox/media/a%20b%231.png', 'bytes']);
    assert.equal(put?.headers.authorization, `Bearer ${key}`);
  });

  it('that the sandbox does not take says so', async (t) => {
    const handlers = [
      json(413, { success: false, error: { code: 'payload_too_large' } }),
      page(500, ''),
      json(200, { success: true, url: 'http://127.0.0.1:1/elsewhere.png' }),
      json(200, { success: true, url: 'http://example.com/elsewhere.png' }),
    ];
    for (const handler of handlers) {
      const { sandbox, local } = await setUp(t, handler);
      await assert.rejects(sandbox.resolve(file(local)), UnresolvedReference);
    }
  });

  it('that cannot be read any more says so', async (t) => {
    const { sandbox, server } = await setUp(t);
    const gone = sandbox.resolve(file('file:///nowhere/a.png'));
    await assert.rejects(gone, /cannot be read any more\. Remove it or choose the file again/);
    assert.equal(server.connections(), 0);
  });

  it('that is stopped on its way, or meets a dead sandbox, rejects', async (t) => {
    const { sandbox, local, server } = await setUp(t);
    const stop = new AbortController();
    const put = sandbox.resolve(file(local), stop.signal);
    await server.arrived(0);
    stop.abort(new Error('stop'));
    await assert.rejects(put, /stop/);
    server.answer(reset);
    await assert.rejects(sandbox.resolve(file(local)), /network/);
  });
});
