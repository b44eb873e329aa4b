/**
 * Why an agent did not get what it asked for, in words that it can act on: what happened, and what to do. In English, as everything that
 * is said to a model.
 */
export class AgentError extends Error {
  override readonly name = 'AgentError';
}
