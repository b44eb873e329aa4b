/**
 * What keeps this process from its end just now: timers, sockets, servers, files, each by its kind, sorted. With `before` what has come
 * since then.
 */
export function openResources(before: readonly string[] = []): string[] {
  const left = [...before];
  return process
    .getActiveResourcesInfo()
    .sort()
    .filter((kind) => {
      const place = left.indexOf(kind);
      if (place < 0) return true;
      left.splice(place, 1);
      return false;
    });
}
