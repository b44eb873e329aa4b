import { html, type TemplateResult } from 'lit';
import type { Icon } from './icons.ts';

/** A codicon as decoration: its meaning always stands beside it, or in its control's name. */
export function icon(name: Icon, motion?: 'spin'): TemplateResult {
  const moves = motion === undefined ? '' : ` codicon-modifier-${motion}`;
  return html`<i class="codicon codicon-${name}${moves}" aria-hidden="true"></i>`;
}
