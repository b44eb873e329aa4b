import '@vscode/codicons/dist/codicon.css';
import '../page/page.css';
import './composer.css';
import type { ComposerEvent, ComposerRequest } from '../../shared/composerMessages.ts';
import { stopButtonsFromScrolling } from '../page/buttons.ts';
import { connect } from '../page/host.ts';
import { Composer } from './composer.ts';

/** What is kept for the next page of this tab: the draft itself lives in the host's store. */
interface Memory {
  readonly draftId: string;
}

const root = document.getElementById('app');
if (root !== null) {
  const host = connect<ComposerRequest, ComposerEvent, Memory>();
  const composer = new Composer(root, (request) => host.post(request));
  stopButtonsFromScrolling();
  host.listen((event) => {
    if (event.type === 'state') host.remember({ draftId: event.state.draft.id });
    composer.receive(event);
  });
  host.post({ type: 'ready' });
}
