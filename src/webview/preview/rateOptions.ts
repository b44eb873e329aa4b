import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fill } from '../../shared/counted.ts';
import { number } from '../page/number.ts';
import { rates } from './speeds.ts';

/** What the list of speeds offers. One that only keys reach stands in it while it lasts; `pattern` is how a speed is written. */
export function rateOptions(shown: number, pattern: string): readonly TemplateResult[] {
  const offered = [...new Set([...rates, shown])].sort((one, other) => one - other);
  return offered.map(
    (rate) =>
      html`<option value=${rate} ?disabled=${rate < 0} .selected=${live(rate === shown)}>
        ${rate < 0 ? '−' : ''}${fill(pattern, number(Math.abs(rate), 2))}
      </option>`,
  );
}
