import * as vscode from 'vscode';

/** Where a question stands among the others, and what the box says around it. */
export interface Frame {
  readonly title: string;
  /** Its number and how many there are; left out where that is not known yet. */
  readonly count?: { readonly step: number; readonly total: number };
  /** Whether there is a question before this one. */
  readonly canGoBack: boolean;
}

export interface TextQuestion extends Frame {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly password: boolean;
  /** What is wrong with an answer, in a sentence. */
  readonly whatIsWrong: (text: string) => string | undefined;
}

export interface ChoiceQuestion<Item extends vscode.QuickPickItem> extends Frame {
  readonly placeholder: string;
  readonly items: readonly Item[];
  /** The item that Enter takes. */
  readonly current?: Item | undefined;
}

export const back = Symbol('back');

/** What was answered; `back` for the question before, undefined where the person left. */
export type Answer<T> = T | typeof back | undefined;

/** Asks for a line of text. It is checked as it is typed, but for an empty box: that one is only wrong when it is accepted. */
export function askText(question: TextQuestion): Promise<Answer<string>> {
  const { prompt, placeholder, value, password, whatIsWrong } = question;
  const input = vscode.window.createInputBox();
  Object.assign(input, { prompt, placeholder, value, password, valueSelection: [0, value.length] });
  input.onDidChangeValue((text) => (input.validationMessage = text === '' ? undefined : whatIsWrong(text)));
  return answer(input, question, (resolve) => {
    const wrong = whatIsWrong(input.value);
    input.validationMessage = wrong;
    if (wrong === undefined) resolve(input.value);
  });
}

/** Asks for one of several items. */
export function askChoice<Item extends vscode.QuickPickItem>(question: ChoiceQuestion<Item>): Promise<Answer<Item>> {
  const { placeholder, items, current } = question;
  const input = vscode.window.createQuickPick<Item>();
  Object.assign(input, { placeholder, items, matchOnDescription: true });
  if (current !== undefined) input.activeItems = [current];
  return answer(input, question, (resolve) => {
    const [chosen] = input.selectedItems;
    if (chosen !== undefined) resolve(chosen);
  });
}

/** Shows a box until it is answered, left, or turned back from. */
function answer<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  { title, count, canGoBack }: Frame,
  onAccept: (resolve: (value: T) => void) => void,
): Promise<Answer<T>> {
  input.title = title;
  input.step = count?.step;
  input.totalSteps = count?.total;
  // Somebody looks a key up elsewhere meanwhile.
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const end = (value: Answer<T>): void => {
      resolve(value);
      input.hide();
    };
    input.onDidAccept(() => onAccept(end));
    input.onDidTriggerButton(() => end(back));
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}
