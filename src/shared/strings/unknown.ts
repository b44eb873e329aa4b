import * as l10n from '@vscode/l10n';

/** The words of the page about a job of which nobody knows what became. */
export function unknownStrings() {
  return {
    known: l10n.t('What is known'),
    sent: l10n.t('What was sent'),
    notKnown: l10n.t('What is not known'),
    next: l10n.t('What you can do'),
    details: l10n.t('Technical details'),
    ask: l10n.t('Ask the service'),
    askHelp: l10n.t('The job id went along in the request’s metadata, so that support can find the request by it.'),
    copyId: l10n.t('Copy Job Id'),
    copyMessage: l10n.t('Copy a Message for Support'),
    withPrompt: l10n.t('With the prompt'),
    forget: l10n.t('I Was Not Charged: Back to a Draft'),
    forgetHelp: l10n.t('The job leaves the list and a draft filled as it was opens. Nothing is sent.'),
    again: l10n.t('Make Again (May Charge a Second Time)…'),
    againHelp: l10n.t('A new draft opens after one more question. The job stays in the list.'),
    showJob: l10n.t('Show Job'),
  };
}

export type UnknownStrings = ReturnType<typeof unknownStrings>;
