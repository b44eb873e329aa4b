// Runs the benches, or those named: one line of JSON for each on stdout, how much the runs differ on stderr.
import type { Bench } from './bench.ts';
import { upload } from './upload.ts';

const benches: Readonly<Record<string, Bench>> = { upload };

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0)
  throw new Error(`No bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);

// Without the process that handed over to us nobody waits for the figures.
const abandoned = (): never => process.exit(1);
process.on('disconnect', abandoned);

for (const [name, bench] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const measured = await bench.measure();
  const [ours, peer] = [median(measured.ours), median(measured.peer)];
  const ratio = ours / peer;
  console.error(`${name}: ours ${spread(measured.ours)}, ${bench.peer} ${spread(measured.peer)} ${bench.unit}`);
  if (ratio < bench.goal) console.error(`${name}: ${ratio.toFixed(2)} is below the goal of ${bench.goal}`);
  console.log(
    JSON.stringify({ name, ours: rounded(ours), peer: rounded(peer), unit: bench.unit, ratio: rounded(ratio) }),
  );
}
process.off('disconnect', abandoned);
process.disconnect();

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const around = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return around.reduce((sum, figure) => sum + figure, 0) / around.length;
}

function spread(figures: readonly number[]): string {
  return `${rounded(Math.min(...figures))} to ${rounded(Math.max(...figures))} (${figures.length} runs)`;
}

/** Three digits are more than the runs agree on. */
function rounded(figure: number): number {
  return Number(figure.toPrecision(3));
}
