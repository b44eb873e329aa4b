import { html, type TemplateResult } from 'lit';

/** A codicon as decoration: its meaning always stands beside it, or in its control's name. */
export function icon(name: string): TemplateResult {
  return html`<i class="codicon codicon-${name}" aria-hidden="true"></i>`;
}
