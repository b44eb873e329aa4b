import * as z from 'zod/mini';
import { documentedCapabilities, maxMediaUrls, type ModelCapabilities } from '../capabilities.ts';
import { mediaExtensions } from '../media.ts';
import type { ToolName } from './toolNames.ts';

/** How many jobs are listed where nobody says, and at most. */
const listed = { usual: 10, most: 50 };

/** How long (s) a clip is waited for where nobody says, and at most. */
const waited = { usual: 300, most: 1800 };

/** Far above what a service takes: such a text is a mistake, and a person has to read it. */
const maxPrompt = 20_000;

/** What any model of the table makes, each choice once. */
function choices<T>(of: (model: ModelCapabilities) => readonly T[]): [T, ...T[]] {
  return [...new Set(documentedCapabilities.flatMap((model) => [...of(model)]))] as [T, ...T[]];
}

/** "4, 5, 6 (Seedance 2.0); 5, 10 (…)": which model makes what, where they differ. */
function byModel(of: (model: ModelCapabilities) => readonly unknown[]): string {
  const groups = Map.groupBy(documentedCapabilities, (model) => of(model).join(', '));
  if (groups.size === 1) return [...groups.keys()].join();
  return [...groups].map(([made, models]) => `${made} (${models.map(({ id }) => id).join(', ')})`).join('; ');
}

const text = (about: string, most = 2000) => z.string().check(z.minLength(1), z.maxLength(most), z.describe(about));

const job = text('Id of a job, as generate and list return it.', 100);

const endings = Object.values(mediaExtensions).flat().join(', ');

const generateInput = z.strictObject({
  prompt: text(
    'What should happen in the clip: subject, movement, camera, light, sound. References are named in it as [Image 1], [Video 1], [Audio 1], each kind counted from 1 in the order given.',
    maxPrompt,
  ),
  files: z.optional(
    z
      .array(text('A path relative to the workspace folder, an absolute path inside of it, or its URI.'))
      .check(
        z.maxLength(maxMediaUrls),
        z.describe(
          `Reference files inside the open workspace (${endings}). At most ${maxMediaUrls} together with urls. The first image is the first frame unless the prompt says otherwise.`,
        ),
      ),
  ),
  urls: z.optional(
    z
      .array(text('A public https:// address of an image, a video or a sound.', 4000))
      .check(
        z.maxLength(maxMediaUrls),
        z.describe('References on the web that the service fetches itself. They come after the files.'),
      ),
  ),
  model: z.optional(
    z
      .enum(choices(({ id }) => [id]))
      .check(z.describe('Which model makes it. Left out: the one that the person used last.')),
  ),
  aspectRatio: z.optional(z.enum(choices(({ aspectRatios }) => aspectRatios))),
  duration: z.optional(
    z
      .literal(choices(({ durations }) => durations).sort((a, b) => a - b))
      .check(z.describe(`Seconds: ${byModel(({ durations }) => durations)}. A longer clip costs more.`)),
  ),
  resolution: z.optional(
    z
      .enum(choices(({ resolutions }) => resolutions))
      .check(z.describe('A higher one costs more. Use the lowest that serves while trying things out.')),
  ),
  fileName: z.optional(text('Name of the finished file, without folder and ending.', 100)),
});

const wholeUpTo = (most: number) => z.int().check(z.minimum(1), z.maximum(most));

/** What each tool takes. Foreign input, whatever a schema promised: nothing is done before it was parsed by these. */
export const toolInputs = {
  generate: generateInput,
  status: z.strictObject({ job }),
  wait: z.strictObject({
    job,
    seconds: z.optional(
      wholeUpTo(waited.most).check(
        z.describe(`How long to wait at most; ${waited.usual} where left out. The job goes on after it.`),
      ),
    ),
  }),
  list: z.strictObject({
    limit: z.optional(wholeUpTo(listed.most).check(z.describe(`How many, ${listed.usual} where left out.`))),
    only: z.optional(
      z
        .enum(['unfinished', 'finished'])
        .check(z.describe('Only jobs that are under way, or only clips that are ready. Left out: all.')),
    ),
  }),
  cancel: z.strictObject({ job }),
  describe: z.strictObject({
    job: z.optional(job),
    file: z.optional(
      text('A clip inside the open workspace: a path relative to its folder, or a URI. Instead of job.'),
    ),
  }),
} satisfies Record<ToolName, z.ZodMiniType>;

export type ToolInput<Name extends ToolName> = z.infer<(typeof toolInputs)[Name]>;

/** How many jobs `list` returns. */
export const listLimit = ({ limit = listed.usual }: ToolInput<'list'>): number => limit;

/** How long `wait` waits, ms. */
export const waitLimit = ({ seconds = waited.usual }: ToolInput<'wait'>): number => seconds * 1000;

/** The JSON schema of what a tool takes, for those who declare it. */
export function inputSchemaOf(name: ToolName): Record<string, unknown> {
  const schema = z.toJSONSchema(toolInputs[name], { io: 'input', target: 'draft-7' });
  // Whoever declares it says which draft it is of, or takes this one.
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
}
