import { Studio } from '../e2e/support.ts';
import { openServer } from '../support/engine/server.ts';
import { promised, type Bench } from './bench.ts';
import { answerCreate, post, promisedMore } from './submitOverhead.ts';

const runs = 11;

/** Marks what a page says of its presses. */
const mark = 'pressed at ';

/** To be run in a page: says when it was pressed, ms since 1970. The page is gone before anybody could ask it. */
const sayPresses = `addEventListener('click', () => console.log('${mark}' + (performance.timeOrigin + performance.now())), true)`;

/**
 * The same from the press itself, in a whole VS Code: from the click on Generate in the page to the last byte of the POST at the service,
 * with its connection, against a bare undici on one of its own. And how much of it is over when the engine has the job: until then the
 * press is on its way through VS Code, and the draft is looked at once more.
 */
export const submitPressed: Bench = {
  unit: 'ms',
  better: 'smaller',
  async measure() {
    const posts: { readonly body: string; readonly at: number }[] = [];
    const now = (): number => performance.timeOrigin + performance.now();
    const server = await openServer(answerCreate((body) => posts.push({ body, at: now() })));
    const settings = { 'seedance.sandbox': false, 'seedance.baseUrl': server.origin };
    const studio = await Studio.open({ settings });
    try {
      let pressed = NaN;
      studio.wb.page.on('console', (message) => {
        if (message.text().startsWith(mark)) pressed = Number(message.text().slice(mark.length));
      });
      const [ours, begun, theirs]: [number[], number[], number[]] = [[], [], []];
      // Some runs more that do not count, to warm up both.
      for (let turn = -3; turn < runs; turn++) {
        const prompt = `Waves roll in at dusk, take ${turn}`;
        const composer = await studio.compose(prompt);
        await (await studio.wb.editors.frame()).evaluate(sayPresses);
        await composer.send();
        const sent = posts.at(-1);
        if (sent?.body.includes(prompt) !== true) throw new Error(`${prompt} was not sent`);
        const started = now();
        await post(server.origin, sent.body);
        const their = (posts.at(-1)?.at ?? NaN) - started;
        if (turn < 0) continue;
        ours.push(sent.at - pressed);
        begun.push(Number(studio.jobsOnDisk().get(prompt)?.['createdAt']) - pressed);
        theirs.push(their);
      }
      const added = ours.map((our, run) => our - (theirs[run] ?? NaN));
      return [
        { name: 'submit-pressed', peer: 'undici', ours, theirs },
        { name: 'submit-pressed:until-job', peer: 'the whole way', ours: begun, theirs: ours },
        { name: 'submit-pressed:more', peer: promised, ours: added, theirs: [promisedMore], goal: 1 },
      ];
    } finally {
      await studio.close();
      await server.close();
    }
  },
};
