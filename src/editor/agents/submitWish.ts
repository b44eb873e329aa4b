import type { Draft } from '../../shared/draft.ts';
import { applySettings, fileReference, newDraft, urlReference } from '../../engine/drafts/draft.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Job } from '../../engine/jobs/job.ts';
import { StoreError } from '../../engine/jobs/storeError.ts';
import { draftProblems } from '../../engine/references/draftProblems.ts';
import type { Look } from '../../engine/references/look.ts';
import type { ToolInput } from '../../shared/agents/inputs.ts';
import { documentedCapabilities, maxMediaUrls, modelOf, type Capabilities } from '../../shared/capabilities.ts';
import { mediaExtensions, mediaKindOf } from '../../shared/media.ts';
import { onePlan } from '../../shared/plan.ts';
import { baseName } from '../composer/gestures.ts';
import type { Agree } from '../composer/agree.ts';
import { thrownFailure } from '../composer/failure.ts';
import { Looks } from '../composer/looks.ts';
import { Sending, type Sent } from '../composer/sending.ts';
import { hostOf } from '../composer/serviceWords.ts';
import { UserError } from '../commands.ts';
import type { Service, Studio } from '../studio.ts';
import { AgentError } from './agentError.ts';
import { workspaceFile } from './workspaceFile.ts';
import { sentences } from '../../shared/sentences.ts';

/** Asks for a clip as it was looked at. */
export type AskFor = (clip: Draft, looks: readonly Look[]) => Agree;

/**
 * Makes a draft of what an agent wants and sends it the way that every draft goes, once `askFor` has brought an agreement. Rejects with
 * `AgentError` where nothing was sent.
 */
export async function submitWish(
  { studio, engine }: { readonly studio: Studio; readonly engine: Engine },
  input: ToolInput<'generate'>,
  askFor: AskFor,
  signal: AbortSignal,
): Promise<Job> {
  const service = await serviceOf(studio);
  const capabilities = (await engine.capabilities(service.kind, service.baseUrl)) ?? documentedCapabilities;
  const draft = await draftOf(input, engine, capabilities);
  const looks = new Looks(engine, studio.log);
  try {
    const seen = (await looks.fresh(draft.references, service)).looks;
    refuseProblems(draft, seen, capabilities, service);
    signal.throwIfAborted();
    const sending = new Sending({
      ...{ studio, engine, looks },
      agree: async (asked) => {
        const agreed = await askFor(draft, seen)(asked);
        // A question may have stood there for long: what was inside the workspace is to be so still.
        if ('consented' in agreed) await filesOf(input);
        return agreed;
      },
      show: () => undefined,
      onProgress: () => undefined,
      save: () => engine.saveDraft(draft),
    });
    const stop = (): void => sending.stop();
    signal.addEventListener('abort', stop);
    try {
      return settle(await sending.send({ draft, plan: onePlan }, capabilities, hostOf(service)));
    } catch (error) {
      // Either is thrown before anything leaves. What was agreed to for it is free again.
      if (error instanceof StoreError || error instanceof UserError) throw notSent(thrownFailure(error).text, error);
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      // Nobody works on it any more, whatever became of it; what was sent its job holds.
      forgetDraft(draft, studio, engine);
    }
  } finally {
    looks.dispose();
  }
}

async function serviceOf({ service, keyring }: Studio): Promise<Service> {
  if (service === undefined)
    throw new AgentError(
      'Nothing was sent: the setting "seedance.baseUrl" is no https:// address. Ask the person to mend it.',
    );
  if (service.kind === 'live' && (await keyring.get(service.baseUrl)) === undefined)
    throw new AgentError(
      'Nothing was sent: no API key is set. Ask the person to run "Seedance: Set API Key", or "Seedance: Turn On the Sandbox" to try without one.',
    );
  return service;
}

/** The draft, with nothing of it moved: an agent reads no notice. */
async function draftOf(input: ToolInput<'generate'>, engine: Engine, capabilities: Capabilities): Promise<Draft> {
  const { prompt, urls = [], model, aspectRatio, duration, resolution, fileName } = input;
  const settings = { prompt, model, aspectRatio, duration, resolution, fileName };
  const references = [
    ...(await filesOf(input)).map((uri) => fileReference(uri.toString(), baseName(uri))),
    ...urls.map(urlReference),
  ];
  if (references.length > maxMediaUrls)
    throw new AgentError(
      `At most ${maxMediaUrls} files and URLs together; there are ${references.length}. Leave some out.`,
    );
  const { draft } = applySettings(newDraft(engine.store.lastSubmitted()), settings, capabilities);
  for (const name of ['model', 'aspectRatio', 'duration', 'resolution'] as const) {
    const wanted = settings[name];
    if (wanted !== undefined && draft[name] !== wanted)
      throw new AgentError(
        `${settings.model ?? draft.model} makes no clip with ${name} ${wanted}. ${offerOf(draft.model, capabilities)}`,
      );
  }
  return { ...draft, references };
}

function offerOf(id: string, capabilities: Capabilities): string {
  const model = modelOf(capabilities, id) ?? capabilities[0];
  const { durations, aspectRatios, resolutions } = model;
  return `${model.id} makes durations ${durations.join(', ')}; aspect ratios ${aspectRatios.join(', ')}; resolutions ${resolutions.join(', ')}. Models: ${capabilities.map((each) => each.id).join(', ')}.`;
}

async function filesOf({ files = [] }: ToolInput<'generate'>): Promise<Awaited<ReturnType<typeof workspaceFile>>[]> {
  return await Promise.all(
    files.map(async (named) => {
      const uri = await workspaceFile(named);
      if (mediaKindOf(baseName(uri)) === undefined)
        throw new AgentError(
          `"${named}" is no image, video or audio file that can be a reference. Take one of: ${Object.values(mediaExtensions).flat().join(', ')}.`,
        );
      return uri;
    }),
  );
}

function refuseProblems(draft: Draft, looks: readonly Look[], capabilities: Capabilities, service: Service): void {
  const problems = draftProblems(draft, looks, capabilities, service.baseUrl).filter(
    ({ severity }) => severity === 'error',
  );
  if (problems.length > 0) throw notSent(sentences(problems.map(({ message }) => message)));
}

function settle({ jobs, left, failure, notice, found = [] }: Sent): Job {
  const [job] = jobs;
  if (left === undefined && job !== undefined) return job;
  throw notSent(
    sentences([failure?.text, notice, ...found.map(({ message }) => message)].filter((text) => text !== undefined)),
  );
}

function forgetDraft({ id }: Draft, { log }: Studio, { store }: Engine): void {
  try {
    store.drafts.delete(id);
  } catch (error) {
    log.warn('the draft of an agent cannot be deleted', error);
  }
}

function notSent(why: string, cause?: unknown): AgentError {
  return new AgentError(`Nothing was generated. ${why || 'The draft has a problem.'}`, { cause });
}
