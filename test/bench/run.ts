// Runs the benches, or those named: one line of JSON for each figure on stdout; how much the runs differ, and all of it as a table, on
// stderr.
import type { Bench, Measured, Scale } from './bench.ts';
import { activation } from './activation.ts';
import { active } from './active.ts';
import { composerOpen } from './composerOpen.ts';
import { download } from './download.ts';
import { idle } from './idle.ts';
import { idleHost } from './idleHost.ts';
import { jobs10k } from './jobs10k.ts';
import { library } from './library.ts';
import { pollRequests } from './pollRequests.ts';
import { posts } from './posts.ts';
import { previewOpen } from './previewOpen.ts';
import { sound } from './sound.ts';
import { startupBytes } from './startupBytes.ts';
import { submitOverhead } from './submitOverhead.ts';
import { submitPressed } from './submitPressed.ts';
import { upload } from './upload.ts';

const benches: Readonly<Record<string, Bench>> = {
  // By what they need: nothing, a Ceph, a browser, a VS Code.
  ...{ 'poll-requests': pollRequests, 'submit-overhead': submitOverhead, 'active-1k': active, download, idle, posts },
  ...{ upload, sound, 'startup-bytes': startupBytes, 'idle-host': idleHost, activation, 'composer-open': composerOpen },
  'submit-pressed': submitPressed,
  ...{ 'preview-open': previewOpen, 'jobs-10k': jobs10k, 'library-2k': library },
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0)
  throw new Error(`No bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);

// Without the process that handed over to us nobody waits for the figures.
const abandoned = (): never => process.exit(1);
process.on('disconnect', abandoned);

const rows: string[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  try {
    for (const measured of await bench.measure()) rows.push(tell(measured, bench));
  } catch (error) {
    // The others can be measured all the same.
    console.error(`${name} could not be measured:`, error);
    process.exitCode = 1;
  }
}
console.error(['| Figure | Ours | Peer | Ratio | Goal |', '| --- | ---: | ---: | ---: | ---: |', ...rows].join('\n'));
process.off('disconnect', abandoned);
process.disconnect();

function tell({ name, peer, ours, theirs, ...own }: Measured, { unit, better, goal }: Scale): string {
  const scale: Scale = { unit, better, ...(goal !== undefined && { goal }), ...own };
  const [our, their] = [median(ours), median(theirs)];
  const ratio = our / their;
  console.error(`${name}: ours ${spread(ours)}, ${peer} ${spread(theirs)} ${scale.unit}`);
  const missed = scale.goal !== undefined && (scale.better === 'larger' ? ratio < scale.goal : ratio > scale.goal);
  if (missed) console.error(`${name}: ${ratio.toFixed(2)} misses the goal of ${scale.goal}`);
  const figures = { ours: rounded(our), peer: rounded(their), unit: scale.unit, ratio: rounded(ratio) };
  const judged = scale.goal === undefined ? {} : { goal: scale.goal };
  console.log(JSON.stringify({ name, ...figures, ...judged, spread: [least(ours), most(ours)], against: peer }));
  const bound = scale.goal === undefined ? '' : `${scale.better === 'larger' ? '≥' : '≤'} ${scale.goal}`;
  const cells = [`\`${name}\`, ${scale.unit}`, figures.ours, `${figures.peer} (${peer})`, figures.ratio, bound];
  return `| ${cells.join(' | ')} |`;
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const around = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return around.reduce((sum, figure) => sum + figure, 0) / around.length;
}

function spread(figures: readonly number[]): string {
  if (figures.length === 1) return `${rounded(median(figures))}`;
  return `${least(figures)} to ${most(figures)} (${figures.length} runs)`;
}

function least(figures: readonly number[]): number {
  return rounded(Math.min(...figures));
}

function most(figures: readonly number[]): number {
  return rounded(Math.max(...figures));
}

/** Three digits are more than the runs agree on. */
function rounded(figure: number): number {
  return Number(figure.toPrecision(3));
}
