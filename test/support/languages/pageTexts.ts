import type { Frame, Page } from 'playwright-core';

/** What may stand in plain letters in a window of the pseudo-language: what is nobody's to translate. */
const kinds: readonly (readonly [why: string, RegExp])[] = [
  [
    'what VS Code itself says beside our texts',
    /^(?:Welcome|Warning|Cancel)$|^Back(?= \(|$)|\(Press 'Enter' to confirm or 'Escape' to cancel\)|^Actions for /g,
  ],
  ['names of files', /[\w-]+(?:\.[\w-]+)*\.(?:png|jpe?g|webp|gif|mp4|mov|webm|wav|mp3|md|json)\b/gi],
  [
    'names of models and of services',
    /\bseedance-[\w.-]+|\bSeedance(?: 2\.0(?: Fast)?)?\b|\bAWS S3\b|\bCloudflare R2\b|\bMinIO\b|\bBackblaze B2\b/g,
  ],
  ['resolutions, sizes, rates', /\b\d+p\b|\b[KMG]B\b|\b\d+ ?px\b/g],
  [
    'keys of the keyboard',
    /\b(?:Control|Ctrl|Shift|Alt|Enter|Escape|Esc|Space|Tab|Home|End|Delete|Backspace|Page (?:Up|Down)|F\d+)\b/g,
  ],
  ['what a prompt calls a reference, and tells the sandbox', /\[(?:Image|Video|Audio) \d+\]|\[sandbox:[\w-]+\]/g],
  ['formats', /\b(?:MP4|MOV|WebM|JPEG|PNG|WebP|GIF|BMP|MP3|WAV|HTML|Markdown|CSV)\b/g],
  ['settings, addresses, code', /\bseedance\.[\w.]+|https?:\/\/\S*|\bSEEDANCE_\w+|`[^`]*`/g],
  ['what the service says itself', /\bThe account has not enough credits for this generation\b/g],
  ['what the service calls things', /\b(?:req|sbx|cgt)_\w+|\bECONNRESET\b|\bmoderation\b|\bnetwork · later\b/g],
  [
    'names of months, as the language that Intl falls back to has them',
    /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|\b[AP]M\b/g,
  ],
];

/** Pieces of `texts` that hold words in plain letters: they did not come through a bundle. `words`: what the user wrote. */
export function untranslated(texts: readonly string[], words: readonly string[]): string[] {
  return texts.filter((text) => {
    const ofUser = words.reduce((left, word) => left.replaceAll(word, ' '), text);
    const rest = kinds.reduce((left, [, kind]) => left.replaceAll(kind, ' '), ofUser);
    return /[A-Za-z]{2,}/.test(rest);
  });
}

/** What the elements of a selector and all below them say: texts that are seen or read out, tooltips, names, placeholders. */
export async function textsOf(place: Frame | Page, selector = 'body'): Promise<string[]> {
  const all = `[...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((element) => (${collect})(element))`;
  return await place.evaluate<string[]>(all);
}

/** Runs in a page. */
const collect = `(top) => {
  const texts = [];
  const attributes = ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt', 'label'];
  const visit = (element) => {
    if (['STYLE', 'SCRIPT', 'CODE', 'TEXTAREA'].includes(element.tagName) || !element.checkVisibility()) {
      if (element.tagName !== 'TEXTAREA') return;
    }
    for (const name of attributes) texts.push(element.getAttribute(name) ?? '');
    if (element.tagName === 'TEXTAREA') return;
    for (const node of [...element.childNodes, ...(element.shadowRoot?.childNodes ?? [])])
      if (node.nodeType === Node.TEXT_NODE) texts.push(node.data.trim());
      else if (node.nodeType === Node.ELEMENT_NODE) visit(node);
  };
  visit(top);
  return [...new Set(texts)].filter((text) => text !== '');
}`;

/** Sets how wide a page of ours is, in CSS pixels; undefined makes it as wide as its tab. */
export async function setWidth(page: Page, width: number | undefined): Promise<void> {
  const style = width === undefined ? '' : `iframe.webview { width: ${width}px !important }`;
  await page.evaluate(`(() => {
    document.querySelector('#test-width')?.remove();
    const style = document.head.appendChild(Object.assign(document.createElement('style'), { id: 'test-width' }));
    style.textContent = ${JSON.stringify(style)};
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
  })()`);
}

/** What of a page has no place: the page itself where it is wider than its tab, and texts that are cut off or reach out of their element. */
export async function misfits(frame: Frame): Promise<string[]> {
  return await frame.evaluate<string[]>(`(${measure})()`);
}

/** Runs in a page. */
const measure = `() => {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push('the page: ' + scrollWidth + ' px in ' + clientWidth + ' px');
  const named = (element) => element.tagName.toLowerCase() + (element.id && '#' + element.id) + (element.className && '.' + String(element.className).trim().replaceAll(/ +/g, '.'));
  const visit = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.closest('.unseen, textarea')) return;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    const isMeant = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || style.overflowX === 'auto' || style.overflowX === 'scroll';
    for (const text of isMeant ? [] : texts) {
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      // By the nearest element with a border or a ground of its own, or one that cuts off.
      let holder = element;
      const holds = (each) => {
        const { overflowX, borderRightWidth, borderRightStyle, backgroundColor, display } = getComputedStyle(each);
        return display !== 'inline' && (overflowX !== 'visible' || (borderRightStyle !== 'none' && parseFloat(borderRightWidth) > 0) || !/^rgba\\(.*, 0\\)$|transparent/.test(backgroundColor));
      };
      while (holder.parentElement !== null && !holds(holder)) holder = holder.parentElement;
      const around = holder.getBoundingClientRect();
      const cut = getComputedStyle(holder).overflowX;
      if (cut === 'auto' || cut === 'scroll') continue;
      if (right > around.right + 1 || left < around.left - 1)
        found.push(named(element) + ' “' + text.data.trim().slice(0, 60) + '” is ' + Math.round(right - left) + ' px in ' + Math.round(around.width) + ' px of ' + named(holder));
      if (getComputedStyle(holder).overflowY === 'hidden' && (bottom > around.bottom + 2 || top < around.top - 2))
        found.push(named(element) + ' “' + text.data.trim().slice(0, 60) + '” is higher than ' + named(holder));
    }
    for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) visit(child);
  };
  visit(document.body);
  return [...new Set(found)];
}`;
