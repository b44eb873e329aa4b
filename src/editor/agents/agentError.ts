/**
 * Why an agent did not get what it asked for, in words that it can act on: what happened, what to do, and what is known of a charge. In
 * English, as everything that is said to a model.
 */
export class AgentError extends Error {
  override readonly name = 'AgentError';
}
