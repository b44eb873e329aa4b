/** Sentences one after the other, as their language sets them: behind a full stop of Chinese or Japanese there is no space. */
export function sentences(texts: readonly string[]): string {
  return texts.reduce((all, text) => (all === '' || /[。！？」]$/.test(all) ? all + text : `${all} ${text}`), '');
}
