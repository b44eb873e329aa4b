import * as vscode from 'vscode';
import { askChoice, askText, back, type Answer, type Frame } from './ask.ts';
import { shownIn, take } from './answers.ts';
import type { BucketForm, ChoiceStep, Step, TextStep } from './form.ts';
import { faultText, question, serviceName } from './words.ts';

/** How a row of questions ended; the form has all that was answered up to there. */
export interface Asked {
  readonly end: 'answered' | 'back' | 'left';
  readonly form: BucketForm;
}

/**
 * Asks questions one after the other, with a way back that keeps every answer. `stepsOf` may look at the answers so far. `before` is
 * how many questions came before these, for the count; with any, the first one has a way back too.
 */
export async function askSteps(
  start: BucketForm,
  stepsOf: (form: BucketForm) => readonly Step[],
  before: number,
): Promise<Asked> {
  let form = start;
  let at = 0;
  for (;;) {
    const steps = stepsOf(form);
    const step = steps[at];
    if (step === undefined) return { end: 'answered', form };
    const answer = await askStep(step, form, {
      title: vscode.l10n.t('Set Up Media Hosting: {0}', serviceName(form.service)),
      ...(steps.length > 1 && { count: { step: before + at + 1, total: before + steps.length } }),
      canGoBack: before + at > 0,
    });
    if (answer === undefined) return { end: 'left', form };
    if (answer !== back) form = answer;
    else if (at === 0) return { end: 'back', form };
    at += answer === back ? -1 : 1;
  }
}

function askStep(step: Step, form: BucketForm, frame: Frame): Promise<Answer<BucketForm>> {
  return step === 'style' || step === 'links' ? askChoiceStep(step, form, frame) : askTextStep(step, form, frame);
}

async function askTextStep(step: TextStep, form: BucketForm, frame: Frame): Promise<Answer<BucketForm>> {
  let taken: BucketForm | undefined;
  const answer = await askText({
    ...frame,
    ...question(step, form),
    value: shownIn(step, form),
    password: step === 'secretAccessKey' || step === 'sessionToken',
    whatIsWrong: (text) => {
      const outcome = take(step, text, form);
      if (typeof outcome === 'string') return faultText(outcome, step, form);
      taken = outcome;
      return undefined;
    },
  });
  return typeof answer === 'string' ? taken : answer;
}

async function askChoiceStep(step: ChoiceStep, form: BucketForm, frame: Frame): Promise<Answer<BucketForm>> {
  const { placeholder, items } = step === 'style' ? styles(form) : links(form);
  const current = items.find(({ answer }) => answer[step] === form[step]);
  const chosen = await askChoice({ ...frame, placeholder, items, current });
  return typeof chosen === 'object' ? chosen.answer : chosen;
}

interface Choice {
  readonly placeholder: string;
  readonly items: readonly (vscode.QuickPickItem & { readonly answer: BucketForm })[];
}

function styles(form: BucketForm): Choice {
  return {
    placeholder: vscode.l10n.t('Where does the bucket’s name stand in an address?'),
    items: [
      {
        label: vscode.l10n.t('In the Path'),
        description: `${form.endpoint}/bucket/file`,
        answer: { ...form, style: 'path' },
      },
      {
        label: vscode.l10n.t('Before the Host'),
        description: `${form.endpoint.replace('://', '://bucket.')}/file`,
        answer: { ...form, style: 'virtualHost' },
      },
    ],
  };
}

function links(form: BucketForm): Choice {
  return {
    placeholder: vscode.l10n.t('Who can read what is uploaded?'),
    items: [
      {
        label: vscode.l10n.t('Whoever Has a Signed Link'),
        detail: vscode.l10n.t('The bucket stays private. Each file gets a link that ends after some hours.'),
        answer: { ...form, links: 'signed' },
      },
      {
        label: vscode.l10n.t('Everybody, under a Public Address'),
        detail: vscode.l10n.t('The bucket is public already, under an address of its own.'),
        answer: { ...form, links: 'public' },
      },
    ],
  };
}
