import type { RequestHandler } from 'express';
import { chooseMailbox } from '../../../desk/conversations/choose-mailbox.ts';
import { Refusal } from '../../../message/refusals.ts';
import { accountAfter } from '../account/account.ts';
import { signedIn } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field } from '../page.ts';

/** `POST /desk/account/replies` with `byMail`: whether answers go to somebody's own mailbox. */
export const postReplies = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const chosen = field(request, 'byMail');
    if (chosen !== 'yes' && chosen !== 'no') throw new Refusal('invalid');
    await chooseMailbox(options.ctx, staff.id, chosen === 'yes');
    response.redirect(303, accountAfter(chosen === 'yes' ? 'replies_on' : 'replies_off'));
  });
