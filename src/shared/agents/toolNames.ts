/** What an agent can do here, as the last part of its tools' names. Read at every start: nothing else stands here. */
export const toolNames = ['generate', 'status', 'wait', 'list', 'cancel', 'describe'] as const;
export type ToolName = (typeof toolNames)[number];
