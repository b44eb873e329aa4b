import type { Size } from './grid.ts';

/** What of the page's look is a number of its own. The page's policy allows no style in an element, so it is a rule of a style sheet. */
export class Sheet {
  readonly #style: CSSStyleDeclaration;

  constructor() {
    const sheet = new CSSStyleSheet();
    const rule = sheet.cssRules[sheet.insertRule('.takes {}')];
    if (!(rule instanceof CSSStyleRule)) throw new Error('no rule');
    this.#style = rule.style;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }

  /** Where the divider stands, per cent from the left. */
  divide(percent: number): void {
    this.#style.setProperty('--divider', `${percent}%`);
  }

  /** The ratio of the widest picture: so high is a place for one. */
  widest(ratio: number): void {
    this.#style.setProperty('--widest', String(ratio));
  }

  /** Of the picture that lies below the other, px. */
  size({ width, height }: Size): void {
    this.#style.setProperty('--width', `${width}px`);
    this.#style.setProperty('--ratio', String(width / height));
  }
}
