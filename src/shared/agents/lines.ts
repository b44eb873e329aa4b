/** The lines of what arrives in parts, without their ends. Ends, with an error, where one is longer than `longest` bytes. */
export async function* linesOf(parts: AsyncIterable<Uint8Array>, longest: () => number): AsyncGenerator<string, void> {
  let rest: Uint8Array[] = [];
  let size = 0;
  const check = (length: number): void => {
    if (length > longest()) throw new Error('a line is too long');
  };
  for await (const part of parts) {
    let from = 0;
    for (let end = part.indexOf(10); end !== -1; end = part.indexOf(10, from)) {
      check(size + end - from);
      yield textOf([...rest, part.subarray(from, end)]);
      [rest, size, from] = [[], 0, end + 1];
    }
    if (from === part.length) continue;
    rest.push(part.subarray(from));
    size += part.length - from;
    check(size);
  }
}

function textOf(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}
