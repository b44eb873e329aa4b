import '@vscode/codicons/dist/codicon.css';
import '../page/page.css';
import './unknown.css';
import { render } from 'lit';
import type { UnknownEvent, UnknownRequest, UnknownState } from '../../shared/unknownMessages.ts';
import type { UnknownStrings } from '../../shared/strings/unknown.ts';
import { stopButtonsFromScrolling } from '../page/buttons.ts';
import { connect } from '../page/host.ts';
import { unknownView } from './unknownView.ts';

/** What the next page of the same tab needs: which job it is about. */
interface Memory {
  readonly jobId: string;
}

const root = document.getElementById('app');
if (root !== null) {
  const host = connect<UnknownRequest, UnknownEvent, Memory>();
  let strings: UnknownStrings | undefined;
  let state: UnknownState | undefined;
  let done = '';
  let withPrompt = false;
  const draw = (): void => {
    if (strings === undefined || state === undefined) return;
    const actions = {
      ask: (action: Extract<UnknownRequest, { type: 'action' }>['action']) =>
        host.post({ type: 'action', action, withPrompt }),
      setWithPrompt: (wanted: boolean) => (withPrompt = wanted),
    };
    render(unknownView({ strings, state, done }, actions), root);
  };
  stopButtonsFromScrolling();
  host.listen((event) => {
    if (event.type === 'strings') {
      strings = event.strings;
      host.remember({ jobId: event.jobId });
    } else if (event.type === 'state') state = event.state;
    else done = event.text;
    draw();
  });
  host.post({ type: 'ready' });
}
