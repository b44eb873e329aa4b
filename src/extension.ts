import * as vscode from 'vscode';
import type { SeedanceApi } from './editor/agents/api.ts';
import { registerAgents } from './editor/agents/register.ts';
import { registerCompare } from './editor/compare/register.ts';
import { registerComposer } from './editor/composer/register.ts';
import type { Composers } from './editor/composer/composers.ts';
import { report } from './editor/commands.ts';
import { registerHosting } from './editor/hosting/register.ts';
import { registerJobCommands } from './editor/jobs/jobCommands.ts';
import { JobsView } from './editor/jobs/jobsView.ts';
import { registerNotifications } from './editor/jobs/notifications.ts';
import { registerStatusBar } from './editor/jobs/statusBar.ts';
import { Keyring } from './editor/keyring.ts';
import { SafeLog } from './editor/log.ts';
import { registerLibrary } from './editor/library/register.ts';
import { registerPreview } from './editor/preview/register.ts';
import { registerServiceCommands } from './editor/serviceCommands.ts';
import { Settings } from './editor/settings.ts';
import { Studio } from './editor/studio.ts';
import { registerUnknown } from './editor/unknown/register.ts';
import { registerUrls } from './editor/urls/register.ts';
import { watchSettings } from './editor/wrongSettings.ts';
import type { Engine } from './engine/engine.ts';
import type { Job } from './engine/jobs/job.ts';

let studio: Studio | undefined;

/** A table of contents: every feature registers itself, and loads what it needs at its first use. */
export function activate(context: vscode.ExtensionContext): SeedanceApi {
  const log = new SafeLog('Seedance');
  const settings = new Settings();
  const keyring = new Keyring(context.secrets, settings, log);
  const own = (studio = new Studio(context, settings, keyring, log));
  const jobs = new JobsView(studio, () => composers());
  const composers = openComposers(studio, jobs);
  const makeAgain = async (job: Job): Promise<void> => (await composers()).openAgain(job);

  const unknown = registerUnknown(studio, { openDraft: makeAgain, show: (id) => jobs.show(id) });

  context.subscriptions.push(
    log,
    keyring,
    jobs,
    registerStatusBar(studio),
    registerNotifications(studio),
    own.onDidOpenEngine((engine) => {
      followConditions(engine, own, jobs).catch((error: unknown) => report(error, log));
      import('./editor/costs/costsView.ts').then(
        ({ showCosts }) => context.subscriptions.push(showCosts(engine.store, log)),
        (error: unknown) => report(error, log),
      );
    }),
    registerServiceCommands(studio, (id) => jobs.show(id)),
    registerComposer(studio, composers),
    registerJobCommands(studio, makeAgain, (job) => unknown.show(job)),
    unknown,
    registerPreview(studio, composers),
    registerCompare(studio),
    registerLibrary(studio),
    registerHosting(studio),
    registerUrls(studio, composers),
    watchSettings(context.extension, log),
  );
  void keyring.updateContext();
  studio.resume().catch((error: unknown) => report(error, log));
  return registerAgents(own);
}

/** Lets answers to what was sent come in, as far as VS Code waits. */
export async function deactivate(): Promise<void> {
  await studio?.dispose();
}

/** Says what holds up all jobs, above their rows and once where somebody has to mend it; which first steps are done. */
async function followConditions(engine: Engine, studio: Studio, jobs: JobsView): Promise<void> {
  const [line, condition, delay, steps] = await Promise.all([
    import('./editor/jobs/conditionsLine.ts'),
    import('./editor/jobs/conditionNotice.ts'),
    import('./editor/jobs/delayNotice.ts'),
    import('./editor/start/firstSteps.ts'),
  ]);
  studio.context.subscriptions.push(
    line.registerConditionsLine(engine, studio, jobs),
    condition.registerConditionNotice(engine, studio),
    delay.registerDelayNotice(engine, studio),
    steps.followFirstSteps(engine.store, studio.context),
  );
}

/** The composers, made at the first gesture; what they send is shown in the jobs view. */
function openComposers(studio: Studio, jobs: JobsView): () => Promise<Composers> {
  let composers: Promise<Composers> | undefined;
  return () => {
    composers ??= Promise.all([import('./editor/composer/composers.ts'), studio.engine()]).then(
      ([{ Composers }, engine]) => {
        const opened = new Composers(studio, engine);
        opened.onDidSend((job) => {
          jobs.show(job.id).catch((error: unknown) => studio.log.error(error));
        });
        return opened;
      },
      // A store that could not be opened now may be at the next gesture.
      (error: unknown) => {
        composers = undefined;
        throw error;
      },
    );
    return composers;
  };
}
