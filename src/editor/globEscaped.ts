/** A file's name as a pattern that means itself. */
export function globEscaped(name: string): string {
  return name.replace(/[[\]{}*?]/g, (character) => `[${character}]`);
}
