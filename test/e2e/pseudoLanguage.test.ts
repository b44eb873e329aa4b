import { untranslated } from '../support/languages/pageTexts.ts';
import { pseudoLanguage, pseudoTexts } from '../support/languages/pseudo.ts';
import { readTexts } from '../support/languages/texts.ts';
import { openEveryView } from './everyView.ts';

openEveryView('nothing is said past the bundles, and nothing is cut off', {
  ...{ language: pseudoLanguage, texts: pseudoTexts(readTexts()) },
  wrong: untranslated,
});
