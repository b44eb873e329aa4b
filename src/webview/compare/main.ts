import '@vscode/codicons/dist/codicon.css';
import '../page/page.css';
import '../page/keys.css';
import '../page/points.css';
import './compare.css';
import type { CompareEvent, CompareRequest } from '../../shared/compareMessages.ts';
import { stopButtonsFromScrolling } from '../page/buttons.ts';
import { connect } from '../page/host.ts';
import { Compare, type Memory } from './compare.ts';

const root = document.getElementById('app');
if (root !== null) {
  const host = connect<CompareRequest, CompareEvent, Memory>();
  const compare = new Compare(root, host);
  stopButtonsFromScrolling();
  host.listen((event) => compare.receive(event));
  host.post({ type: 'ready' });
}
