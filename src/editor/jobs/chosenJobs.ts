import type { Job } from '../../engine/jobs/job.ts';
import type { JobStore } from '../../engine/jobs/store.ts';
import { shotOfElement } from './shotElement.ts';

/**
 * The jobs that a command of the tree, or of the library's menu, is about, each once: those of all selected rows or cards where the clicked one is among
 * them, else of that one. A shot's row stands for all its takes in view. What is no element of the tree is nobody's.
 */
export function chosenJobs(store: JobStore, clicked: unknown, selected: unknown): Job[] {
  const elements: readonly unknown[] =
    Array.isArray(selected) && selected.includes(clicked) ? selected : elementsOf(clicked);
  const jobs = elements.flatMap((element) => (typeof element === 'string' ? jobsOf(store, element) : []));
  return [...new Map(jobs.map((job) => [job.id, job])).values()];
}

/** A page's menu hands over what the page wrote about the card: its job's id among it, and the ids of all that are selected with it. */
export function elementsOf(clicked: unknown): readonly unknown[] {
  if (typeof clicked !== 'object' || clicked === null) return [clicked];
  if ('seedanceJobs' in clicked && Array.isArray(clicked.seedanceJobs)) return clicked.seedanceJobs;
  return ['seedanceJob' in clicked ? clicked.seedanceJob : clicked];
}

function jobsOf(store: JobStore, element: string): Job[] {
  const shot = shotOfElement(element);
  return shot === undefined ? [store.get(element) ?? []].flat() : store.takesOf(shot);
}
