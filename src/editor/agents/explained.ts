import { StoreError } from '../../engine/jobs/storeError.ts';
import { UserError } from '../commands.ts';
import type { SafeLog } from '../log.ts';
import { storeText } from '../words/failures.ts';
import { AgentError } from './agentError.ts';

/** An error as an agent is told of it. What is a fault of ours is logged whole and told short: its words may name what is not theirs. */
export function explained(error: unknown, log: SafeLog): AgentError {
  if (error instanceof AgentError) return error;
  if (error instanceof UserError) return new AgentError(error.message, { cause: error });
  if (error instanceof StoreError) return new AgentError(storeText(error), { cause: error });
  log.error(error);
  return new AgentError(
    'Seedance Studio met a fault of its own; it is in the output "Seedance" of VS Code. Call list before any other generate: a job that is there was sent.',
    { cause: error },
  );
}
