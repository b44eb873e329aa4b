export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How high the line under each picture is, px. */
export const captionHeight = 34;

/** In how many columns `count` pictures, each as wide as `ratio` times its height, are seen largest on a stage; the fewest of those. */
export function columnsFor(count: number, ratio: number, { width, height }: Size): number {
  let best = 1;
  let bestArea = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const picture = contained(ratio, { width: width / columns, height: Math.max(1, height / rows - captionHeight) });
    const area = picture.width * picture.height;
    if (area > bestArea * 1.001) [best, bestArea] = [columns, area];
  }
  return best;
}

/** The largest size of that ratio that fits into another. */
export function contained(ratio: number, { width, height }: Size): Size {
  return width / height > ratio ? { width: height * ratio, height } : { width, height: width / ratio };
}
