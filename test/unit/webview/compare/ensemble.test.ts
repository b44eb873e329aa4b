import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ensemble } from '../../../../src/webview/compare/ensemble.ts';
import { SimulatedPlayer, SimulatedTime, type Habits } from './players.ts';

const frame = 1 / 24;

function ensembleOf(...habits: readonly Habits[]) {
  const time = new SimulatedTime();
  const players = habits.map((habit) => new SimulatedPlayer(time, habit));
  const parts = players.map((video) => ({ video }));
  const ensemble = new Ensemble(time, () => undefined);
  ensemble.set(parts);
  ensemble.hear(parts[0]);
  /** How far the players that still run are from each other, seconds. */
  const spread = (): number => {
    const places = players.filter(({ ended }) => !ended).map(({ currentTime }) => currentTime);
    return places.length < 2 ? 0 : Math.max(...places) - Math.min(...places);
  };
  /** The largest spread while `ms` pass. */
  const worst = async (ms: number): Promise<number> => {
    let seen = 0;
    await time.pass(ms, () => (seen = Math.max(seen, spread())));
    return seen;
  };
  return { time, players, parts, ensemble, spread, worst };
}

const apart = [
  { speed: 1, beginning: 150 },
  { speed: 1.01, beginning: 10, jumping: 20 },
  { speed: 0.99, beginning: 30, jumping: 200 },
  { speed: 1.003, beginning: 60, changing: 60 },
] as const;

describe('several players as one', () => {
  test('begin together, stay within a frame though their clocks drift, and stand on the same moment', async () => {
    const { time, players, ensemble, worst } = ensembleOf(...apart);
    ensemble.play();
    await time.pass(600);
    assert.ok(players.every(({ currentTime }) => currentTime > 0.2));
    const drift = await worst(6000);
    assert.ok(drift <= frame, `${drift} s`);
    ensemble.pause();
    await time.pass(400);
    const [first] = players;
    assert.deepEqual(
      players.map(({ currentTime, paused }) => [currentTime, paused]),
      players.map(() => [first?.currentTime, true]),
    );
    assert.equal(ensemble.position, first?.currentTime);
  });

  test('are in step by what is seen of them, where the pictures of one come after its time', async () => {
    const { time, players, parts, ensemble } = ensembleOf({}, { speed: 1.01 });
    const lags = [0.06, 0.01];
    ensemble.set(parts.map((part, index) => ({ ...part, lag: lags[index] ?? 0 })));
    ensemble.hear(ensemble.parts[0]);
    ensemble.play();
    await time.pass(1500);
    let worst = 0;
    await time.pass(3000, () => {
      const [one = 0, other = 0] = players.map(({ currentTime }, index) => currentTime - (lags[index] ?? 0));
      worst = Math.max(worst, Math.abs(one - other));
    });
    assert.ok(worst < frame / 2, `${worst} s`);
  });

  test('are left alone where what the browser says of their pictures wavers by less than anybody sees', async () => {
    const { time, players, parts, ensemble } = ensembleOf({}, {});
    const lagOf = (index: number): number => (index === 0 ? 0 : 0.012 * Math.sin(time.now() / 90));
    ensemble.set(
      parts.map((part, index) => ({
        ...part,
        get lag() {
          return lagOf(index);
        },
      })),
    );
    ensemble.hear(ensemble.parts[0]);
    ensemble.play();
    await time.pass(2000);
    const rates = new Set<number>();
    await time.pass(3000, () => rates.add(players[1]?.playbackRate ?? 0));
    assert.deepEqual([...rates], [1]);
  });

  test('keep the pitch of what is heard alone: a player that keeps it takes longer to change its speed', () => {
    const { players, parts, ensemble } = ensembleOf({}, {});
    const kept = (): boolean[] => players.map(({ preservesPitch }) => preservesPitch);
    assert.deepEqual(kept(), [true, false]);
    ensemble.hear(parts[1]);
    assert.deepEqual(kept(), [false, true]);
  });

  test('never change the speed of the one that is heard', async () => {
    const { time, players, ensemble } = ensembleOf(...apart);
    ensemble.play();
    let changed = false;
    await time.pass(3000, () => (changed ||= players[0]?.playbackRate !== 1));
    assert.equal(changed, false);
    assert.deepEqual(
      players.map(({ muted }) => muted),
      [false, true, true, true],
    );
  });

  test('are in step soon after a jump, at another speed, and after the end when they loop', async () => {
    const { time, players, ensemble, worst } = ensembleOf(...apart);
    ensemble.play();
    await time.pass(500);
    ensemble.seek(5);
    await time.pass(900);
    assert.ok(players.every(({ currentTime }) => currentTime > 5));
    let drift = await worst(1000);
    assert.ok(drift <= frame, `after a jump ${drift} s`);
    ensemble.setRate(2);
    await time.pass(300);
    drift = await worst(500);
    assert.ok(drift <= 2 * frame, `at twice the speed ${drift} s`);
    ensemble.setRate(1);
    ensemble.looping = true;
    ensemble.seek(9.5);
    await time.pass(2200);
    assert.ok(ensemble.position < 5 && ensemble.playing);
    drift = await worst(1000);
    assert.ok(drift <= frame, `after the loop ${drift} s`);
  });

  test('loop between their points, forward and back, and stand where nothing is looped', async () => {
    const { time, players, ensemble } = ensembleOf({}, { speed: 1.01 });
    ensemble.looping = true;
    ensemble.points = { in: 2, out: 3 };
    ensemble.seek(2.5);
    ensemble.play();
    await time.pass(400);
    const places: number[] = [];
    await time.pass(3000, () => {
      places.push(ensemble.position);
    });
    assert.ok(Math.min(...places) > 2 - frame && Math.max(...places) < 3 + frame, `${Math.max(...places)}`);
    assert.ok(places.filter((place, index) => place < (places[index - 1] ?? 0) - 0.5).length >= 2);
    assert.ok(players.every(({ currentTime }) => Math.abs(currentTime - ensemble.position) < frame));

    void ensemble.goBack(2);
    places.length = 0;
    await time.pass(1500, () => {
      places.push(ensemble.position);
    });
    assert.ok(Math.min(...places) > 2 - 2 * frame && Math.max(...places) <= 3 + frame, `${Math.min(...places)}`);
    assert.ok(places.some((place, index) => place > (places[index - 1] ?? 3) + 0.5));

    ensemble.pause();
    ensemble.looping = false;
    ensemble.seek(2.9);
    ensemble.play();
    await time.pass(1000);
    assert.ok(ensemble.position > 3.3);
    ensemble.pause();
  });

  test('go on when a shorter one has ended, which holds its last frame until all begin anew', async () => {
    const { time, players, ensemble } = ensembleOf({ duration: 2 }, { duration: 4 }, { duration: 3 });
    ensemble.play();
    await time.pass(2500);
    assert.ok(Math.abs(ensemble.position - 2.4) < 0.2);
    assert.deepEqual([players[0]?.currentTime, players[0]?.ended], [2, true]);
    await time.pass(2500);
    assert.equal(ensemble.playing, false);
    assert.deepEqual(
      players.map(({ currentTime }) => currentTime),
      [2, 4, 3],
    );
    assert.equal(ensemble.position, 4);
    ensemble.play();
    await time.pass(600);
    assert.ok(players.every(({ currentTime }) => currentTime > 0.2 && currentTime < 0.8));
  });

  test('do not wait for one that waits for its file, even if it leads, and have it back in step', async () => {
    const { time, players, ensemble, spread } = ensembleOf({}, {}, {});
    ensemble.play();
    await time.pass(1000);
    const [heard] = players;
    assert.ok(heard);
    heard.readyState = 2;
    await time.pass(2000);
    assert.ok(ensemble.position > 2.5);
    assert.ok(heard.currentTime < 1.2);
    heard.readyState = 4;
    await time.pass(1500);
    assert.ok(spread() <= frame, `${spread()} s`);
    assert.ok(ensemble.position > 4);
  });

  test('begin without one that does not get ready, which comes after', async () => {
    const { time, players, ensemble, spread } = ensembleOf({}, {});
    const [, late] = players;
    assert.ok(late);
    late.readyState = 1;
    ensemble.play();
    await time.pass(2500);
    assert.ok(ensemble.position > 0.5);
    const before: number = late.currentTime;
    late.readyState = 4;
    await time.pass(1500);
    assert.equal(before, 0);
    assert.ok(late.currentTime > 1 && spread() <= frame, `${spread()} s`);
  });

  test('start one again that the browser has stopped', async () => {
    const { time, players, ensemble, spread } = ensembleOf({}, {});
    ensemble.play();
    await time.pass(1000);
    players[1]?.pause();
    await time.pass(1000);
    assert.equal(players[1]?.paused, false);
    assert.ok(spread() <= frame);
  });

  test('obey the last wish alone, however fast wishes come', async () => {
    const { time, players, ensemble, spread } = ensembleOf(...apart);
    ensemble.play();
    for (let seconds = 0; seconds < 8; seconds += 0.5) {
      ensemble.seek(seconds);
      await time.pass(7);
    }
    await time.pass(1200);
    assert.ok(ensemble.position > 7.5 && ensemble.position < 9.5);
    assert.ok(spread() <= frame);
    ensemble.play();
    ensemble.pause();
    await time.pass(2000);
    assert.ok(players.every(({ paused }) => paused));
    assert.equal(ensemble.playing, false);
  });

  test('do not jump about when one cannot keep up', async () => {
    const { time, players, ensemble } = ensembleOf({}, { speed: 0.2 });
    ensemble.play();
    await time.pass(8000);
    const [, slow] = players;
    assert.ok(slow !== undefined);
    assert.ok(slow.jumps <= 16, `${slow.jumps} jumps`);
  });

  test('that go back go on back from where they are told to be, as fast, also when one of them gets another file', async () => {
    const { time, players, parts, ensemble } = ensembleOf({}, { duration: 6 });
    ensemble.seek(9);
    await time.pass(300);
    void ensemble.goBack(2);
    await time.pass(500);
    ensemble.seek(5);
    assert.deepEqual([ensemble.playing, ensemble.backSpeed], [true, 2]);
    await time.pass(1000);
    assert.ok(Math.abs(ensemble.position - 3) < 0.2, `${ensemble.position} s`);
    ensemble.renew();
    await time.pass(500);
    assert.ok(Math.abs(ensemble.position - 2) < 0.2, `${ensemble.position} s`);
    ensemble.set([...parts]);
    ensemble.seek(Infinity);
    await time.pass(1000);
    assert.ok(Math.abs(ensemble.position - 8) < 0.2, `${ensemble.position} s`);
    assert.ok(players.every(({ paused }) => paused));
    ensemble.pause();
    assert.equal(ensemble.backSpeed, 0);
  });

  test('go back together, faster when told so, and stand at the start', async () => {
    const { time, players, ensemble, spread } = ensembleOf(...apart);
    ensemble.seek(6);
    await time.pass(300);
    void ensemble.goBack(2);
    await time.pass(1000);
    assert.ok(ensemble.playing && ensemble.position < 4.5 && ensemble.position > 3.5, `${ensemble.position} s`);
    assert.equal(spread(), 0);
    ensemble.pause();
    await time.pass(300);
    const { position } = ensemble;
    await time.pass(500);
    assert.equal(ensemble.position, position);
    void ensemble.goBack(8);
    await time.pass(1500);
    assert.deepEqual([ensemble.playing, ensemble.position, ensemble.backSpeed], [false, 0, 0]);
    assert.ok(players.every(({ currentTime, paused }) => currentTime === 0 && paused));
  });

  test('know where they are to go on before any player is there, and come there with it', async () => {
    const { time, parts, players, ensemble } = ensembleOf({ duration: 5 }, { duration: 5 });
    ensemble.set([]);
    ensemble.seek(3);
    assert.equal(ensemble.place, 3);
    ensemble.set(parts);
    await time.pass(200);
    assert.deepEqual([ensemble.place, ...players.map(({ currentTime }) => currentTime)], [3, 3, 3]);
    ensemble.seek(9);
    assert.equal(ensemble.place, 5);
  });

  test('stay where they are without any player that can be played', async () => {
    const { time, ensemble } = ensembleOf();
    ensemble.play();
    await time.pass(200);
    ensemble.seek(3);
    assert.deepEqual([ensemble.playing, ensemble.position, ensemble.duration], [false, 0, 0]);
  });
});
