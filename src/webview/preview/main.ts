import '@vscode/codicons/dist/codicon.css';
import '../page/page.css';
import '../page/keys.css';
import '../page/points.css';
import './preview.css';
import type { PreviewEvent, PreviewRequest } from '../../shared/previewMessages.ts';
import { stopButtonsFromScrolling } from '../page/buttons.ts';
import { connect } from '../page/host.ts';
import { Preview, type Memory } from './preview.ts';

const root = document.getElementById('app');
const video = document.querySelector('video');
if (root !== null && video !== null) {
  const host = connect<PreviewRequest, PreviewEvent, Memory>();
  const preview = new Preview(root, host, video);
  stopButtonsFromScrolling();
  host.listen((event) => preview.receive(event));
  host.post({ type: 'ready' });
}
