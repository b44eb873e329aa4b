/** Width and height (px) of the largest box of an aspect such as `16:9` that fits in a square, or undefined for a word such as `auto`. */
export function aspectShape(aspectRatio: string, square: number): { width: number; height: number } | undefined {
  const [, width, height] = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(aspectRatio)?.map(Number) ?? [];
  if (!width || !height) return undefined;
  const scale = square / Math.max(width, height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
