/** How many words a text has, by the rules of its script (Chinese and Japanese put no spaces between them). */
export function wordCount(text: string, language: string): number {
  const segmenter = new Intl.Segmenter(language || undefined, { granularity: 'word' });
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length;
}
