import type { ProblemField } from '../../shared/problem.ts';

/** The ids by which labels, descriptions and the jump to a field in error find their elements. */
export const ids = {
  prompt: 'prompt',
  mentions: 'mentions',
  mention: (index: number) => `mention-${index}`,
  advice: 'advice',
  add: 'add-files',
  addUrl: 'add-url',
  generate: 'generate',
  takes: 'takes',
  eachImage: 'each-image',
  tried: 'tried',
  picture: (index: number) => `reference-${index}`,
  publicUrl: (index: number) => `public-url-${index}`,
  field: (field: ProblemField) => field,
  problem: (field: ProblemField, index?: number) => `problem-${field}${index === undefined ? '' : `-${index}`}`,
} as const;
