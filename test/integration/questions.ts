import { setTimeout } from 'node:timers/promises';
import { window } from 'vscode';

/** What was asked by a modal. */
export interface AskedQuestion {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** A person in front of VS Code's modals and input boxes: a test says what they answer. `asked` is what they were asked. */
export class Person {
  readonly asked: AskedQuestion[] = [];
  /** The words above the boxes that they were to type into. */
  readonly boxes: string[] = [];
  /** Which button is pressed, or none. */
  answer: (question: AskedQuestion) => string | undefined | Promise<string | undefined> = () => undefined;
  /** How long they look at a question, ms. */
  reads = 600;
  /** What is typed into a box. */
  typed: string | undefined;
  readonly #before = { showWarningMessage: window.showWarningMessage, showInputBox: window.showInputBox };

  /** Sits down: VS Code under test refuses every modal. */
  constructor() {
    Reflect.set(window, 'showWarningMessage', async (message: string, options: unknown, ...buttons: string[]) => {
      const { detail = '' } = (options ?? {}) as { readonly detail?: string };
      const question = { message, detail, buttons };
      this.asked.push(question);
      await setTimeout(this.reads);
      return this.answer(question);
    });
    Reflect.set(window, 'showInputBox', ({ prompt = '' }: { readonly prompt?: string } = {}) => {
      this.boxes.push(prompt);
      return Promise.resolve(this.typed);
    });
  }

  /** Gets up again. */
  leave(): void {
    for (const [name, was] of Object.entries(this.#before)) Reflect.set(window, name, was);
  }
}
