import { EventEmitter, type Webview, type WebviewPanel } from 'vscode';

/** A panel whose page is the test: it says whatever it wants, and all that it is told is kept. */
export function panelOf(): {
  panel: WebviewPanel;
  say: (message: unknown) => void;
  told: unknown[];
  hide: () => void;
  show: () => void;
} {
  const emitter = new EventEmitter<unknown>();
  const viewed = new EventEmitter<void>();
  const gone = new EventEmitter<void>();
  const told: unknown[] = [];
  const webview: Partial<Webview> = {
    onDidReceiveMessage: emitter.event,
    asWebviewUri: (uri) => uri,
    cspSource: 'https://page.example',
    postMessage: (message: unknown) => {
      told.push(message);
      return Promise.resolve(true);
    },
  };
  let visible = true;
  const acts = { reveal: () => undefined, dispose: () => gone.fire() };
  const panel = { webview, title: 'Page', ...acts } as Partial<WebviewPanel>;
  const events = { onDidChangeViewState: viewed.event, onDidDispose: gone.event };
  const setVisible = (now: boolean): void => {
    visible = now;
    viewed.fire();
  };
  return {
    panel: Object.defineProperty({ ...panel, ...events }, 'visible', { get: () => visible }) as unknown as WebviewPanel,
    say: (message) => emitter.fire(message),
    told,
    hide: () => setVisible(false),
    show: () => setVisible(true),
  };
}
