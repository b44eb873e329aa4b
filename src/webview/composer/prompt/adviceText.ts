import { mostCharacters, mostWords, type Advice } from '../../../shared/prompt/advice.ts';
import { line } from '../../../shared/line.ts';
import type { ComposerStrings } from '../../../shared/strings/composer.ts';
import { counted, fill } from '../../../shared/counted.ts';
import { numberText } from '../../../shared/numberText.ts';

/** A longer quotation would push the rest of its sentence out of sight. */
const longestQuote = 60;

/** An advice as a sentence: what it is about, and what to do. */
export function adviceText(strings: ComposerStrings['advice'], advice: Advice, language: string): string {
  switch (advice.kind) {
    case 'words':
      return counted(strings.words, advice.count, language, numberText(mostWords, language));
    case 'characters':
      return counted(strings.characters, advice.count, language, numberText(mostCharacters, language));
    case 'opposed':
      return fill(strings.opposed, ...advice.words.map(quote));
    case 'moves':
      return fill(
        strings.moves,
        new Intl.ListFormat(language || undefined).format(
          advice.words.map((word) => fill(strings.quoted, quote(word))),
        ),
      );
    case 'placeholder':
    case 'token':
    case 'times':
    case 'negation':
      return fill(strings[advice.kind], quote(advice.words));
  }
}

/** Somebody may have pasted words that turn those beside them around. */
function quote(words: string): string {
  return line(words, longestQuote);
}
