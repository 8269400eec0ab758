import type { Request, Response } from 'express';
import type { OwnerPage } from '../../../../views/models/mailboxes.ts';
import { findMailbox } from '../../../desk/mailboxes/find-mailbox.ts';
import type { FoundInvitation } from '../../../desk/mailboxes/owners/find-invitation.ts';
import type { SignedInOwner } from '../../../desk/mailboxes/owners/owner-session.ts';
import type { RefusalCode } from '../../../message/refusals.ts';
import { statusOf } from '../administration/contact-places.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';

export const ownerBase = (request: Request): string => `/mailbox/${param(request, 'token')}`;

interface State {
  readonly done?: OwnerPage['done'];
  readonly error?: RefusalCode;
  /** Which form came back: `new`, or a member's id. */
  readonly about?: string;
  readonly member?: OwnerPage['adding'];
}

/** The members as they stand, with what was typed in the form that came back. */
export async function sendOwnerPage(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  { unit }: FoundInvitation,
  owner: SignedInOwner,
  { done = null, error, about, member }: State,
): Promise<void> {
  const { address, name, version, members } = await findMailbox(ctx.db, owner.keeper, owner.mailbox);
  const base = ownerBase(request);
  const model: OwnerPage = {
    base,
    unit: unit ?? ctx.settings.organisation,
    address,
    name,
    version,
    members: members.map((each) => ({
      id: each.id,
      shownName: each.name,
      isReader: each.id === owner.member,
      ...(about === each.id && member
        ? member
        : { name: each.name, phone: each.phone, language: each.language ?? '' }),
    })),
    adding: about === 'new' && member ? member : { name: '', phone: '', language: '' },
    about: about ?? null,
    done,
    error: error ?? null,
  };
  const status = error ? statusOf(error) : 200;
  sendPage(ctx, request, response, 'mailbox-owner', model, { status, path: base });
}
