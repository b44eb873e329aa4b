import type * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Studio } from '../studio.ts';
import { conditionText } from '../words/conditionText.ts';
import type { JobsView } from './jobsView.ts';
import { watchConditions } from './watchConditions.ts';
import { sentences } from '../../shared/sentences.ts';

/** What holds up all jobs stands above the rows, in one line that goes by itself. */
export function registerConditionsLine(engine: Engine, studio: Studio, jobs: JobsView): vscode.Disposable {
  return watchConditions(engine, studio, (conditions) => {
    jobs.say(sentences(conditions.map(conditionText)));
    return Promise.resolve();
  });
}
