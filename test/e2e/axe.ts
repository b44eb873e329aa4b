import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';

/** Fails where axe-core finds anything that stands in the way of people who use a page by keyboard, by screen reader or enlarged. */
export async function expectAccessible(frame: Frame): Promise<void> {
  // Evaluated by the debugger, since the page's own policy lets no other script in. Only what the frame itself shows is looked at.
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate<AxeResults>(
    // Off by itself: how large what is pressed has to be is a rule of WCAG 2.2.
    "axe.run(document, { iframes: false, rules: { 'target-size': { enabled: true } } })",
  );
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
  assert.deepEqual(found, []);
}
