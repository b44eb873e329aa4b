import '@vscode/codicons/dist/codicon.css';
import '../page/page.css';
import './library.css';
import type { LibraryEvent, LibraryRequest } from '../../shared/libraryMessages.ts';
import { connect } from '../page/host.ts';
import { Library, type Memory } from './library.ts';

const root = document.getElementById('app');
if (root !== null) {
  const host = connect<LibraryRequest, LibraryEvent, Memory>();
  const library = new Library(root, host);
  host.listen((event) => library.hear(event));
  host.post({ type: 'ready' });
}
