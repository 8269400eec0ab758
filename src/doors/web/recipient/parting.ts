import type { Request, Response } from 'express';
import type { PersonForm, PersonView, ReadersPage } from '../../../../views/models/readers.ts';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { findParting, type Parting } from '../../../delivery/readers/find-parting.ts';
import type { Parted } from '../../../delivery/readers/list-parted.ts';
import { isLanguage } from '../../../message/languages.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/**
 * The delivery of the link where its open session may do this; else the answer is what became of it, the way to a session, or
 * the message itself.
 */
export async function partingOf(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  may: (parting: Parting) => boolean,
): Promise<Parting | undefined> {
  const session = await recipientSession(ctx, request);
  const parting = session && (await findParting(ctx.db, param(request, 'token'), session));
  if (parting && may(parting)) return parting;
  if (parting) {
    response.redirect(303, basePath(request));
    return undefined;
  }
  const delivery = await linkedDelivery(ctx, request, response);
  if (!delivery) return undefined;
  if (endingOf(delivery)) {
    await showLanding(ctx, request, response, delivery);
    return undefined;
  }
  const base = basePath(request);
  const page = { status: 401, language: delivery.language, path: base };
  sendPage(ctx, request, response, 'session-ended', { base }, page);
  return undefined;
}

export function personOf(request: Request, { language }: Parting): PersonForm {
  const given = field(request, 'language');
  const text = (name: string, most: number) => field(request, name).slice(0, most).toWellFormed().trim();
  return {
    email: text('email', 254),
    phone: text('phone', 40),
    name: text('name', 200),
    language: isLanguage(given) ? given : language,
  };
}

export const nobody = ({ language }: Parting): PersonForm => ({ email: '', phone: '', name: '', language });

export const viewOf = ({ id, email, name, since, until, openedAt }: Parted): PersonView => ({
  id,
  email,
  name,
  since,
  until,
  openedAt,
});

/** What a page can tell of a refusal; the others are thrown on. */
export function problemOf(error: unknown): NonNullable<ReadersPage['error']> {
  if (!(error instanceof Refusal) || error.code === 'gone' || error.code === 'not_permitted') throw error;
  if (error.facts.field !== 'email') return error.code;
  return error.code === 'already_exists'
    ? 'email_taken'
    : error.code === 'invalid'
      ? 'not_in_domain'
      : error.code;
}

export const statusOf = (problem: ReadersPage['error']): number =>
  problem === null ? 200 : problem === 'budget_spent' ? 429 : 422;
