import { droppedUris, pastedUrls } from './droppedUris.ts';
import { referenceDrag } from './dragReferences.ts';

/** What can come in by drop and paste. */
export interface Intake {
  /** False while nothing is taken. */
  open(): boolean;
  uris(uris: string[]): void;
  url(url: string): void;
  /** `pasted`: out of the clipboard, where a picture has no name. */
  files(files: readonly File[], pasted: boolean): void;
  /** Something that could be dropped is over the page, or has left it. */
  hovering(hovering: boolean): void;
}

/** Takes whatever is dropped or pasted on the page, except what a text field can take itself. */
export function listenForIntake(intake: Intake): void {
  window.addEventListener('dragover', (event) => {
    const transfer = event.dataTransfer;
    if (transfer === null || transfer.types.includes(referenceDrag) || !carriesMore(transfer)) return;
    event.preventDefault();
    transfer.dropEffect = intake.open() ? 'copy' : 'none';
    intake.hovering(intake.open());
  });
  window.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) intake.hovering(false);
  });
  window.addEventListener('drop', (event) => {
    intake.hovering(false);
    const transfer = event.dataTransfer;
    if (transfer === null || transfer.types.includes(referenceDrag) || !carriesMore(transfer)) return;
    event.preventDefault();
    if (!intake.open()) return;
    // An address says more than bytes: the service can fetch it, or the host can read it where it lies.
    const uris = droppedUris(transfer);
    if (uris.length > 0) intake.uris(uris);
    else intake.files([...transfer.files], false);
  });
  window.addEventListener('paste', (event) => {
    const transfer = event.clipboardData;
    if (transfer === null || !intake.open()) return;
    const text = transfer.getData('text/plain');
    if (isTextField(event.target) && text !== '') return;
    const files = [...transfer.files];
    const urls = isTextField(event.target) ? [] : pastedUrls(text);
    if (files.length === 0 && urls.length === 0) return;
    event.preventDefault();
    if (urls.length > 0) for (const url of urls) intake.url(url);
    else intake.files(files, true);
  });
}

/** True for more than plain text, which is left to the text fields. Formats are lower case here, whatever the source wrote. */
function carriesMore({ types }: DataTransfer): boolean {
  return ['Files', 'text/uri-list', 'application/vnd.code.uri-list', 'resourceurls', 'codefiles'].some((type) =>
    types.includes(type),
  );
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('textarea, input:is([type="text"], [type="url"])');
}
