/** What does something with keys itself while the focus is in it, by its `data-own-keys`; `column` and `picture` where they are to be scrolled. */
export type Owner = 'list' | 'slider' | 'column' | 'picture';

/** Whether there is more of an element than is seen, to the side and below. */
export interface Overflow {
  readonly aside: boolean;
  readonly below: boolean;
}

const scrolling = ['ArrowUp', 'ArrowDown', 'Home', 'End'];
const arrows = ['ArrowLeft', 'ArrowRight', ...scrolling];

/** True for a key that is the owner's, and so none of the page's. */
export function owns(owner: Owner, key: string, { aside, below }: Overflow): boolean {
  switch (owner) {
    case 'list':
      // Its letters are the page's: nobody looks for a speed by typing.
      return key === ' ' || arrows.includes(key);
    case 'slider':
      return arrows.includes(key);
    case 'column':
      return below && scrolling.includes(key);
    case 'picture':
      return (aside || below) && arrows.includes(key);
  }
}
