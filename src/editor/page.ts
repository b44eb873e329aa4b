import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What a page of ours may load. */
export interface PageOptions {
  /** Name of the script and the stylesheet under dist/webview. */
  readonly entry: 'compare' | 'composer' | 'library' | 'preview' | 'unknown';
  readonly title: string;
  /** May show pictures that it makes from bytes it is given. */
  readonly pictures?: boolean;
  /** May play media of its `localResourceRoots`, and make the sound of them that the browser has no decoder for. */
  readonly media?: boolean;
  /** May play media of its `localResourceRoots` without sound, and draw what it plays. */
  readonly clips?: boolean;
  /** URI of a clip that begins to load with the page, before any script of it runs: a `video` for that to take over. */
  readonly clip?: string;
}

/** Folder of what every page loads. */
export function pageRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** Folder of the decoders for sound, a file that people may replace: see its README. */
export function soundRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'media', 'sound');
}

/**
 * The one place that writes HTML. Nothing of a stranger is in it: all that a page shows comes by message. The policy allows our own
 * script and styles, and nothing else unless asked for.
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, options: PageOptions): string {
  const root = pageRoot(extension);
  const script = webview.asWebviewUri(vscode.Uri.joinPath(root, `${options.entry}.js`)).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(root, `${options.entry}.css`)).toString();
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    // What a script of ours imports comes with its nonce. WebAssembly alone may be compiled from bytes, no script.
    `script-src 'nonce-${nonce}'${options.media === true ? " 'wasm-unsafe-eval'" : ''}`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    ...(options.pictures === true ? ['img-src blob:'] : []),
    ...(options.media === true ? soundSources(webview) : []),
    ...(options.clips === true ? [`media-src ${webview.cspSource}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    // Text becomes markup through the templates of lit alone.
    "require-trusted-types-for 'script'",
    `trusted-types lit-html${options.media === true ? ' preview-worker' : ''}`,
  ].join('; ');
  return `<!doctype html>
<html lang="${vscode.env.language.replace(/[^\w-]/g, '')}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(options.title)}</title>
    <link rel="stylesheet" href="${style}" id="vscode-codicon-stylesheet" />
  </head>
  <body>
    <main id="app"></main>${options.clip === undefined ? '' : videoHtml(options.clip)}
    <script type="module" nonce="${nonce}" src="${script}"></script>
  </body>
</html>`;
}

/** To make sound a page fetches the clip and our decoders, has a worker of its own, and plays what that made. */
function soundSources({ cspSource }: vscode.Webview): string[] {
  return [`media-src ${cspSource} blob:`, `connect-src ${cspSource}`, 'worker-src blob:'];
}

/** Only so much of it is loaded that something is seen, until the page's script says more: that has to come through the same channel. */
function videoHtml(source: string): string {
  return `\n    <video src="${escapeHtml(source)}" preload="metadata" playsinline></video>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
