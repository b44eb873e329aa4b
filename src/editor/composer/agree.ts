import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.ts';
import type { Consent } from '../../engine/references/way.ts';
import type { Draft } from '../../shared/draft.ts';
import type { Service, Studio } from '../studio.ts';
import { confirmCost } from './confirmCost.ts';
import { askConsent } from './consent.ts';

/** What a person has to agree to before anything leaves: what is paid for, where, and what is uploaded for it. */
export interface Asked {
  readonly clips: readonly Draft[];
  readonly service: Service;
  readonly consents: readonly Consent[];
}

/** What was agreed to (`Consent.once`), or what is to be said where it was not. */
export type Agreed = { readonly consented: readonly string[] } | { readonly notice: string };

/** Asks a person, or knows that one has agreed. Nothing is sent without it. */
export type Agree = (asked: Asked) => Promise<Agreed>;

/** For somebody who has pressed Generate: asks above `seedance.confirmAbove`, and once a destination before files are uploaded. */
export function askAtGenerate(studio: Studio, engine: Engine): Agree {
  return async ({ clips, service, consents }) => {
    if (!(await confirmCost(clips, service, studio, engine)))
      return { notice: vscode.l10n.t('Nothing was sent. The draft is as it was.') };
    const consented = await askConsent(consents, engine);
    return consented === undefined
      ? { notice: vscode.l10n.t('Nothing was uploaded, and nothing was sent.') }
      : { consented };
  };
}
