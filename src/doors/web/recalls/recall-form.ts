import type { Request } from 'express';
import type { NamedRecipient, RecallProblem, RightPersonForm } from '../../../../views/models/recalls.ts';
import type { Context } from '../../../delivery/context.ts';
import type { DeliveryOverview } from '../../../delivery/show-message.ts';
import type { RecipientDraft } from '../../../delivery/recipients.ts';
import { isLanguage, languageOfCountry } from '../../../message/languages.ts';
import { isRecallReason, type RecallReason } from '../../../message/recalls.ts';
import { Refusal } from '../../../message/refusals.ts';
import { field } from '../page.ts';

export interface RecallForm {
  /** Ids of deliveries. */
  readonly chosen: readonly string[];
  /** Everybody, whoever is ticked. */
  readonly all: boolean;
  readonly reason: RecallReason | '';
  readonly words: string;
  readonly to: RightPersonForm;
}

const longest = 260;
const tidy = (request: Request, name: string): string =>
  field(request, name).slice(0, longest).toWellFormed().trim();

export const nobody = ({ settings }: Context): RightPersonForm => ({
  email: '',
  phone: '',
  name: '',
  language: languageOfCountry(settings.country),
});

export function rightPersonOf(ctx: Context, request: Request): RightPersonForm {
  const language = field(request, 'toLanguage');
  return {
    email: tidy(request, 'toEmail'),
    phone: tidy(request, 'toPhone'),
    name: tidy(request, 'toName'),
    language: isLanguage(language) ? language : nobody(ctx).language,
  };
}

/** A tick is named by the delivery that it stands at. */
export function recallFormOf(ctx: Context, request: Request): RecallForm {
  const reason = field(request, 'reason');
  return {
    chosen: Object.keys((request.body ?? {}) as object).flatMap((name) =>
      name.startsWith('delivery-') ? name.slice('delivery-'.length) : [],
    ),
    all: field(request, 'all') !== '',
    reason: isRecallReason(reason) ? reason : '',
    words: field(request, 'words').toWellFormed(),
    to: rightPersonOf(ctx, request),
  };
}

/** Whether it is to be sent to somebody else instead. */
export const isRedirect = ({ email, phone, name }: RightPersonForm): boolean =>
  email !== '' || phone !== '' || name !== '';

export const draftOf = ({ email, phone, name, language }: RightPersonForm): RecipientDraft => ({
  email,
  language,
  ...(phone ? { phone } : {}),
  ...(name ? { name } : {}),
});

/** What a form is blamed for; throws what is no matter of the form. */
export function problemOf(error: unknown): RecallProblem {
  if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
  if (error.code !== 'invalid') return error.code;
  return error.facts.field === 'reason' || error.facts.field === 'words' ? error.facts.field : error.code;
}

export const named = ({ id, email, name, status }: DeliveryOverview): NamedRecipient => ({
  id,
  email,
  name,
  status,
});
