import type { DirectiveResult } from 'lit/directive.js';
import { ref } from 'lit/directives/ref.js';

/** Gives an element numbers that its style reckons with, as custom properties. The page's policy lets no `style` attribute in. */
export function placed(properties: Readonly<Record<string, number>>): DirectiveResult {
  return ref((element) => {
    if (element instanceof HTMLElement) place(element, properties);
  });
}

/** See `placed`. What is so already is left alone: each change lets the browser look at all that depends on it. */
export function place(element: HTMLElement, properties: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(properties)) {
    const text = String(value);
    if (element.style.getPropertyValue(name) !== text) element.style.setProperty(name, text);
  }
}
