import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { toolInputs, type ToolInput } from '../../shared/agents/inputs.ts';
import type { ToolName } from '../../shared/agents/toolNames.ts';
import { AgentError } from './agentError.ts';

const { localeError } = en();

/** What a tool was given, parsed: schemas that are declared are not enforced. Throws `AgentError`, which names each field that is wrong. */
export function readInput<Name extends ToolName>(name: Name, input: unknown): ToolInput<Name> {
  const schema = toolInputs[name] as unknown as z.ZodMiniType<ToolInput<Name>>;
  const read = schema.safeParse(input ?? {}, { error: localeError });
  if (read.success) return read.data;
  const strange = read.error.issues.some(({ code }) => code === 'unrecognized_keys');
  const hint = strange
    ? ' No field stands for the agreement of a person: whatever is to be paid for, VS Code asks them itself.'
    : '';
  throw new AgentError(
    `The input of ${name} cannot be used, and nothing was done:\n${z.prettifyError(read.error)}\nMend it and call again.${hint}`,
  );
}
