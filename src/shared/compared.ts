/** So many clips can be seen at once. */
export const mostTakes = 4;
