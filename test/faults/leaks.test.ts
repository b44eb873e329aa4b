import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { SafeLines } from '../../src/editor/safeLines.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Job } from '../../src/engine/jobs/job.ts';
import { wayIds } from '../../src/engine/references/way.ts';
import { documentedCapabilities } from '../../src/shared/capabilities.ts';
import { draftOf } from '../support/engine/fixtures.ts';
import { temporaryFolder } from '../support/engine/folder.ts';
import { NodeFiles } from '../support/engine/ports.ts';
import { fastClock } from '../support/faults/fastClock.ts';
import { secretShapes } from '../support/faults/keys.ts';
import { parrotSays, startParrot, type Parrot } from '../support/faults/parrot.ts';
import { Search } from '../support/faults/search.ts';
import { until } from '../support/until.ts';
import { report } from './table.ts';

const total = { tries: 0, leaked: 0 };
after(() => report(52, { fault: 'Keys that a service, a proxy or an error says back', ...total }));

/** The keys with which all is tried. */
const whole = ['a key as documented', 'a key with characters of URLs and JSON'];

/** Where a key comes back in each of the ways in which it is taken out. */
function someOf({ create, cancel, look }: typeof parrotSays): typeof parrotSays {
  const some = ['a refusal that is nested', 'a page of a proxy', 'no HTTP', '307 elsewhere'];
  const told = ['key', 'words', 'a clip'];
  const isSome = (name: string): boolean => some.includes(name) || told.some((word) => name.includes(word));
  return { create: create.filter(isSome), cancel: cancel.slice(0, 1), look: look.filter(isSome) };
}

/** An engine whose log goes through what takes secrets out, as in VS Code. */
function openEngine(folder: string, parrot: Parrot, key: string): { engine: Engine; lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const log = new SafeLines({ debug: write, info: write, warn: write, error: write });
  const engine = new Engine({
    folder,
    clock: fastClock(2000, Date.now()),
    limits: { connect: 5000, headers: 5000, body: 5000, reply: 5000 },
    ports: {
      files: new NodeFiles(),
      language: 'en',
      log: {
        debug: (line) => log.write('debug', line),
        info: (line) => log.write('info', line),
        warn: (line, error) => log.write('warn', line, error),
      },
      access: (_, baseUrl) => {
        log.conceal(key);
        return Promise.resolve({ baseUrl, key });
      },
      network: () => ({ strictSSL: false, proxy: parrot.proxy.origin }),
      hosting: () => Promise.resolve({ ways: wayIds, trusted: true, folders: [], rawUrls: {} }),
    },
  });
  return { engine, lines };
}

describe('a key that is said back', () => {
  for (const [shape, key] of Object.entries(secretShapes()))
    it(`is kept, told and passed on nowhere: ${shape}`, async (t) => {
      const root = temporaryFolder(t);
      const [storage, clips] = [join(root, 'storage'), join(root, 'clips')];
      mkdirSync(clips);
      const parrot = await startParrot(t, key);
      const { engine, lines } = openEngine(storage, parrot, key);
      const search = new Search({ [shape]: key });
      const submit = async (prompt: string): Promise<string | undefined> => {
        total.tries++;
        const target = {
          ...({ service: 'live', baseUrl: parrot.baseUrl } as const),
          ...{ folder: pathToFileURL(clips).href, fileName: prompt.replace(': ', ' ') },
        };
        const submission = await engine.submit(draftOf({ id: prompt, prompt }), target, documentedCapabilities);
        search.inValue(`what became of “${prompt}”`, submission);
        return submission.outcome === 'withdrawn' ? undefined : submission.job.id;
      };
      await engine.capabilities('live', parrot.baseUrl);
      const cancel = async (name: string): Promise<void> => {
        const id = await submit(`cancel: ${name}`);
        assert.ok(id !== undefined);
        const brought: unknown = await engine.cancel(id).catch((error: unknown) => error);
        search.inValue(`what a cancel with “${name}” brought`, brought);
      };
      // What a service can say back is tried with two keys; how keys look, with all of them.
      const says = whole.includes(shape) ? parrotSays : someOf(parrotSays);
      await Promise.all([
        ...says.create.map((name) => submit(`create: ${name}`)),
        ...says.cancel.map(cancel),
        ...says.look.map((name) => submit(`look: ${name}`)),
      ]);
      // A key that is refused holds up all looks: each is asked for anew, as by a person.
      const refreshing = setInterval(() => engine.refresh(), 20);
      t.after(() => clearInterval(refreshing));
      // A clip whose address was the key stays away; that is told with its job.
      const waits = ({ state, download }: Job): boolean => state === 'succeeded' && 'reason' in download;
      await until('all have met what they were to meet', () => engine.store.unfinished().every(waits), 30_000);
      clearInterval(refreshing);
      const jobs = engine.store.list();
      search.inValue('the store', jobs);
      search.inFolder(root);
      await engine.dispose();
      search.inFolder(root);
      search.in('the log', lines.join('\n'));
      search.in('what the proxy saw', parrot.proxy.seen());
      search.in('what strangers were sent', parrot.strangers.join('\n'));
      assert.ok(parrot.strangers.length > 0, 'clips were fetched from a stranger');
      assert.ok(lines.length > 100, 'the log has lines');
      total.leaked += search.found.length;
      assert.deepEqual(search.found, []);
      assert.equal(jobs.length, Object.values(says).flat().length);
    });
});
