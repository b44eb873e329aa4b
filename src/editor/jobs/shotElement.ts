/** Stands before a shot's id where an element is no job's id, which is a UUID. */
const shotPrefix = 'shot ';

/** The row of a shot as an element of the tree. */
export function shotElement(shot: string): string {
  return shotPrefix + shot;
}

/** The id of the shot whose row this element is; undefined for a job's. */
export function shotOfElement(element: string): string | undefined {
  return element.startsWith(shotPrefix) ? element.slice(shotPrefix.length) : undefined;
}
