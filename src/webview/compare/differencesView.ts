import { html, nothing, type TemplateResult } from 'lit';
import { fill } from '../../shared/counted.ts';
import { number } from '../page/number.ts';
import { differences, type Difference, type FileKey } from './differences.ts';
import type { CompareModel, Shown } from './model.ts';
import { wordDiff } from './wordDiff.ts';

/** In what the takes differ, as a table with a column for each. */
export function differencesView(model: CompareModel): TemplateResult {
  const { strings, shown } = model;
  const recipes = shown.map((each) => {
    const file = fileOf(each, strings);
    return { ...(each.take.settings && { settings: each.take.settings }), ...(file && { file }) };
  });
  const { rows, chance } = differences(recipes);
  const said = chance ? strings.chance : rows.length === 0 && shown.length > 1 ? strings.alike : undefined;
  return html`<section class="differences" aria-label=${strings.differs} tabindex="0" data-own-keys="column">
    <h2>${strings.differs}</h2>
    ${said === undefined ? nothing : html`<p class="quiet">${said}</p>`}
    ${
      rows.length === 0
        ? nothing
        : html`<table>
            <thead>
              <tr>
                <td></td>
                ${shown.map(({ letter, take }) => html`<th scope="col" title=${take.name}>${letter}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${rows.map((row) => rowView(model, row))}
            </tbody>
          </table>`
    }
  </section>`;
}

function rowView({ strings, shown }: CompareModel, { key, values }: Difference): TemplateResult {
  const cell = (value: string | undefined, index: number) => {
    if (value === undefined || value === '')
      return html`<span class="quiet">${value === undefined ? strings.unknown : strings.none}</span>`;
    return key === 'prompt' && index > 0 ? words(values[0], value, strings, shown[0]?.letter ?? '') : value;
  };
  // A cell shows its text as it is, with all breaks of its lines: there are none around it.
  return html`<tr>
    <th scope="row">${strings.setting[key]}</th>
    ${values.map((value, index) => html`<td class="numbers">${cell(value, index)}</td>`)}
  </tr>`;
}

/** Diffs that were made are kept: the page is drawn with every picture while it plays. */
const made = new Map<string, TemplateResult>();

function words(first: string | undefined, second: string, strings: CompareModel['strings'], letter: string) {
  if (first === undefined) return second;
  const key = JSON.stringify([first, second, letter]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const pieces = wordDiff(first, second);
  const drawn = html`${
    pieces === undefined
      ? second
      : pieces.map(({ text, in: where }) => {
          if (where === 'both') return text;
          const word = text.trimEnd();
          const space = text.slice(word.length);
          return where === 'first'
            ? html`<del title=${fill(strings.removed, letter)}>${word}</del>${space}`
            : html`<ins title=${fill(strings.added, letter)}>${word}</ins>${space}`;
        })
  }`;
  if (made.size > 20) made.clear();
  made.set(key, drawn);
  return drawn;
}

function fileOf({ screen }: Shown, strings: CompareModel['strings']): Record<FileKey, string | undefined> | undefined {
  const { size, video, readFrameTime } = screen;
  if (size === undefined || !Number.isFinite(video.duration)) return undefined;
  return {
    size: `${size.width} × ${size.height}`,
    length: fill(strings.seconds, number(video.duration, 1, 1)),
    frameRate: readFrameTime === undefined ? undefined : fill(strings.framesPerSecond, number(1 / readFrameTime, 2)),
  };
}
