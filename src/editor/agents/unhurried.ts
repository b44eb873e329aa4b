/** Sooner (ms) nobody has read a question: the key or the click was meant for what was there before it. */
const soonest = 500;

/** Asks until nobody can have answered by mistake. Resolves with the answer; a no, which is undefined, counts at once. */
export async function unhurried<T>(ask: () => Thenable<T | undefined>): Promise<T | undefined> {
  for (;;) {
    const asked = performance.now();
    const answer = await ask();
    if (answer === undefined || performance.now() - asked >= soonest) return answer;
  }
}
