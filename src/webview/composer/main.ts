import '@vscode/codicons/dist/codicon.css';
import '../page/page.css';
import './composer.css';
import type { ComposerEvent, ComposerRequest } from '../../shared/composerMessages.ts';
import type { Draft } from '../../shared/draft.ts';
import type { Plan } from '../../shared/plan.ts';
import { stopButtonsFromScrolling } from '../page/buttons.ts';
import { connect } from '../page/host.ts';
import { Composer } from './composer.ts';

/** What is kept for the next page of this tab: the draft itself lives in the host's store, as long as that can keep it. */
interface Memory {
  readonly draftId?: string;
  readonly plan?: Plan;
  readonly draft?: Draft | undefined;
  /** The prompt that was replaced last and can be put back. */
  readonly replaced?: string | undefined;
}

const root = document.getElementById('app');
if (root !== null) {
  const host = connect<ComposerRequest, ComposerEvent, Memory>();
  let memory = host.memory ?? {};
  const remember = (more: Memory): void => {
    memory = { ...memory, ...more };
    host.remember(memory);
  };
  const composer = new Composer(root, (request) => host.post(request), {
    replaced: memory.replaced,
    keepReplaced: (replaced) => remember({ replaced }),
  });
  stopButtonsFromScrolling();
  host.listen((event) => {
    if (event.type === 'state') {
      const { draft, plan, kept } = event.state;
      remember({ draftId: draft.id, plan, draft: kept ? undefined : draft });
    }
    composer.receive(event);
  });
  host.post({ type: 'ready' });
}
