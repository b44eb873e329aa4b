/** The space that a text has on each side of a name, as beside Latin letters, where the name is in letters of Chinese or Japanese itself. */
const gap =
  /(?<=[\p{sc=Han}\p{sc=Hira}]) (?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])|(?<=[\p{sc=Kana}ー]) (?=[\p{sc=Han}\p{sc=Hira}])/gu;

/** Sentences one after the other, as their language sets them: behind a full stop of Chinese or Japanese there is no space. */
export function sentences(texts: readonly string[]): string {
  return texts
    .reduce((all, text) => (all === '' || /[。！？」]$/.test(all) ? all + text : `${all} ${text}`), '')
    .replaceAll(gap, '');
}
