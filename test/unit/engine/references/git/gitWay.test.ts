import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { CommandGit } from '../../../../../src/engine/references/git/commandGit.ts';
import type { GitWay } from '../../../../../src/engine/references/git/gitWay.ts';
import { UnresolvedReference } from '../../../../../src/engine/references/way.ts';
import { NodeFiles } from '../../../../support/engine/ports.ts';
import { states } from '../../../../support/git/states.ts';
import { picture, referenceTo, World } from '../../../../support/git/world.ts';

const { signal } = new AbortController();
const files = new NodeFiles();

async function makeWorld(t: TestContext): Promise<{ world: World; way: GitWay }> {
  const world = await World.make();
  t.after(() => world.close());
  return { world, way: world.way(new CommandGit('git', files), files) };
}

/** One picture, pushed. */
async function makePushed(t: TestContext) {
  const made = await makeWorld(t);
  const repository = made.world.repository().write({ 'a.png': picture('a') });
  const commit = repository.commit();
  repository.push();
  return { ...made, repository, commit, reference: referenceTo(repository.uri('a.png')) };
}

async function whyClosed(way: GitWay, uri: string): Promise<string> {
  const offer = await way.offer(referenceTo(uri), signal);
  assert.equal(offer?.way, 'closed');
  return offer.why;
}

describe('a file under git is public already where a commit of a public remote has it, and else says why not', () => {
  for (const { name, arrange } of states) {
    it(name, async (t) => {
      const { world, way } = await makeWorld(t);
      const outcome = arrange(world);
      const offer = await way.offer(referenceTo(outcome.uri), signal);
      if ('why' in outcome) {
        assert.equal(offer?.way, 'closed');
        assert.match(offer.why, outcome.why);
        assert.doesNotMatch(offer.why, /\{\d\}/);
      } else {
        const { host } = new URL(outcome.url);
        assert.deepEqual(offer, {
          way: 'ready',
          text: `public already (${host})`,
          detail: outcome.url,
          url: outcome.url,
        });
        assert.equal(await way.resolve(referenceTo(outcome.uri), { signal }), outcome.url);
      }
    });
  }
});

describe('the way by git', () => {
  it('brings files of every name', async (t) => {
    const { world, way } = await makeWorld(t);
    const names = [
      'a b.png',
      '100%.png',
      '#1+2.png',
      'où?.png',
      '🎬/🖼️.png',
      '\u202b\u05d0\u05d1.png',
      '*[x].png',
      "it's.png",
    ];
    const repository = world.repository().write(Object.fromEntries(names.map((name) => [name, picture(name)])));
    repository.commit();
    repository.push();
    for (const name of names) {
      const url = await way.resolve(referenceTo(repository.uri(name)), { signal });
      assert.ok(url.endsWith(name.split('/').map(encodeURIComponent).join('/')), url);
    }
  });

  it('is not for URLs', async (t) => {
    const { way } = await makeWorld(t);
    const source = { type: 'url', url: 'https://example.com/a.png' } as const;
    assert.equal(await way.offer({ id: 'url', name: 'a.png', source }, signal), undefined);
  });

  it('is closed where git is off, and where the file is on no disk', async (t) => {
    const { world, way } = await makeWorld(t);
    const off = world.way({ remoteVersions: () => Promise.resolve({ why: 'Git is off.' }) }, files);
    assert.equal(await whyClosed(off, 'file:///a.png'), 'Git is off.');
    assert.match(await whyClosed(way, 'memfs:/a.png'), /on no disk of this machine/);
  });

  it('finds out what changed since it was offered', async (t) => {
    const { repository, way, reference } = await makePushed(t);
    assert.equal((await way.offer(reference, signal))?.way, 'ready');
    repository.write({ 'a.png': picture('b') });
    await assert.rejects(way.resolve(reference, { signal }), (error) => {
      assert.ok(error instanceof UnresolvedReference);
      assert.match(error.message, /“picture.png” is not public any more.*Commit and push it/);
      return true;
    });
  });

  it('is closed where the file is gone', async (t) => {
    const { repository, way, reference } = await makePushed(t);
    rmSync(repository.path('a.png'));
    assert.match(await whyClosed(way, reference.source.type === 'file' ? reference.source.uri : ''), /on no disk/);
  });

  it('takes a file that was pushed since', async (t) => {
    const { repository, way, world } = await makePushed(t);
    const reference = referenceTo(repository.write({ 'b.png': picture('b') }).uri('b.png'));
    const commit = repository.commit();
    assert.equal((await way.offer(reference, signal))?.way, 'closed');
    repository.push();
    assert.equal(await way.resolve(reference, { signal }), world.raw('team/media', commit, 'b.png'));
  });

  it('asks the host once in five minutes, and once in a minute where it refused', async (t) => {
    const { world, way, reference } = await makePushed(t);
    const { server } = world;
    server.answer(404);
    await way.offer(reference, signal);
    const refused = server.asked.length;
    server.answer('serve');
    world.now = 59_000;
    assert.equal((await way.offer(reference, signal))?.way, 'closed');
    assert.equal(server.asked.length, refused);
    world.now = 60_000;
    assert.equal((await way.offer(reference, signal))?.way, 'ready');
    await way.resolve(reference, { signal });
    assert.equal(server.asked.length, refused + 1);
    world.now += 5 * 60_000;
    server.answer(401);
    await assert.rejects(way.resolve(reference, { signal }), /not public/);
  });

  it('is closed where the host serves other bytes, fewer, more, or none now', async (t) => {
    const { world, way, reference } = await makePushed(t);
    for (const [manner, why] of [
      [{ bytes: picture('b') }, /serves something else/],
      [{ bytes: picture('a and more') }, /serves something else/],
      [{ bytes: Buffer.alloc(0) }, /serves something else/],
      [503, /does not give the file now \(503\)/],
    ] as const) {
      world.now += 60_000;
      world.server.answer(manner);
      assert.match(await whyClosed(way, reference.source.type === 'file' ? reference.source.uri : ''), why);
    }
  });

  it('says where to name the host’s address where it was only guessed', async (t) => {
    const { world, repository, commit } = await makePushed(t);
    const way = world.way(new CommandGit('git', files), files, undefined, { '127.0.0.1': '' });
    const guess = await way.offer(referenceTo(repository.uri('a.png')), signal);
    assert.equal(guess?.way, 'closed');
    // Without any template it is asked as a GitLab is, which this host happens to understand.
    const open = world.way(new CommandGit('git', files), files, undefined, {} as never);
    const url = `${world.server.origin}/team/media/-/raw/${commit}/a.png`;
    assert.equal(await open.resolve(referenceTo(repository.uri('a.png')), { signal }), url);
    world.now += 5 * 60_000;
    world.server.answer(404);
    assert.match(await whyClosed(open, repository.uri('a.png')), /seedance\.hosting\.rawUrls/);
  });

  it('never hands an address of this machine to a service elsewhere', async (t) => {
    const { world, repository } = await makePushed(t);
    const way = world.way(new CommandGit('git', files), files, 'https://api.example.com');
    assert.match(await whyClosed(way, repository.uri('a.png')), /on no host that the service can fetch files from/);
    assert.deepEqual(world.server.asked, []);
  });

  it('tries another commit where a branch is gone from the host', async (t) => {
    const { world, way, repository, commit, reference } = await makePushed(t);
    repository.git('checkout', '--quiet', '-b', 'gone');
    repository.commit();
    repository.push();
    repository.git('push', '--quiet', 'origin', '--delete', 'gone');
    // As if somebody else had deleted it, and the host had cleaned up.
    repository.git('update-ref', 'refs/remotes/origin/gone', 'HEAD');
    const bare = repository
      .git('config', '--get', 'remote.origin.url')
      .replace(world.server.origin, `${world.folder}/../remotes`);
    repository.git('--git-dir', bare, 'gc', '--quiet', '--prune=now');
    assert.equal(await way.resolve(reference, { signal }), world.raw('team/media', commit, 'a.png'));
  });

  it('tries another remote where the first is private, and no more than a few addresses altogether', async (t) => {
    const { world, way, repository, reference } = await makePushed(t);
    for (let index = 0; index < 20; index++)
      repository.git('commit', '--quiet', '--allow-empty', '--message', String(index));
    for (let index = 0; index < 20; index++)
      repository.git('update-ref', `refs/remotes/origin/b${index}`, `HEAD~${index}`);
    world.server.answer(404);
    assert.equal((await way.offer(reference, signal))?.way, 'closed');
    assert.equal(world.server.asked.length, 2);
    repository.git('remote', 'add', 'public', repository.url('team/public'));
    world.repository('team/public');
    repository.git('push', '--quiet', 'public', 'HEAD');
    world.server.answer('serve');
    assert.match(await way.resolve(reference, { signal }), /\/team\/public\/raw\//);
  });

  it('keeps what is secret in a remote’s URL to itself', async (t) => {
    const { world, way, repository, reference } = await makePushed(t);
    const { host } = new URL(world.server.origin);
    repository.git('config', 'remote.origin.url', `https://someone:s3cret@${host}/team/media.git`);
    const offer = await way.offer(reference, signal);
    assert.equal(offer?.way, 'ready');
    world.now += 5 * 60_000;
    world.server.answer(404);
    const closed = await way.offer(reference, signal);
    assert.equal(closed?.way, 'closed');
    assert.doesNotMatch(JSON.stringify([offer, closed, world.lines, world.server.asked]), /s3cret|someone/);
  });

  it('keeps a token in the user’s own template out of the log and of what it says', async (t) => {
    const { world, repository } = await makePushed(t);
    world.server.answer(403);
    const template = `${world.server.template}?token=s3cret`;
    const way = world.way(new CommandGit('git', files), files, undefined, { '127.0.0.1': template });
    const why = await whyClosed(way, repository.uri('a.png'));
    assert.equal(world.lines.length, 1);
    assert.doesNotMatch(JSON.stringify([why, world.lines]), /s3cret/);
  });

  it('ends with the signal', async (t) => {
    const { way, reference } = await makePushed(t);
    await assert.rejects(way.offer(reference, AbortSignal.abort(new Error('enough'))), /enough/);
  });
});
