/**
 * Ends what a test file has begun, the last first, and all of it whatever one throws: what stays open would keep the file from its end.
 * Throws what the first one threw that failed.
 */
export async function endAll(endings: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of endings.toReversed())
    try {
      await end();
    } catch (cause) {
      failures.push(cause);
    }
  if (failures.length > 0) throw failures[0];
}
