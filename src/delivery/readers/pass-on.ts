import { Refusal } from '../../message/refusals.ts';
import { recipient } from '../actors.ts';
import { parseEmailAddress } from '../addresses.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import type { RecipientDraft } from '../recipients.ts';
import { mayPass, type Parting } from './find-parting.ts';
import { partDelivery } from './part-delivery.ts';

const perDay = 20;

/** In lower case, without the `@`. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/**
 * A member of a shared mailbox passes the message on to a colleague, whose delivery is as good as the mailbox's own, which
 * stays. Resolves to its id. Refuses: not_permitted (the sender does not allow it, or nobody but a member asks), invalid (with the
 * `field` `email`: not in the mailbox's own domain), and what `partDelivery` refuses.
 */
export async function passOn(
  ctx: Context,
  from: Parting,
  to: RecipientDraft & { readonly phone: string },
  client: Client,
): Promise<string> {
  if (!mayPass(from)) throw new Refusal('not_permitted');
  const email = parseEmailAddress(to.email.trim());
  if (!email) throw new Refusal('email_invalid');
  if (domainOf(email) !== domainOf(from.email)) {
    throw new Refusal('invalid', 'It can only be passed on to an address of the same domain.', {
      field: 'email',
    });
  }
  const { delivery, member, expiresAt } = from;
  return partDelivery(ctx, from, {
    for: 'passed',
    to: { ...to, email },
    expiresAt,
    budget: { scope: 'passing/delivery/day', subject: delivery, limit: perDay, windowMinutes: 24 * 60 },
    check: () => Promise.resolve(),
    event: (added) => ({
      type: 'delivery.readdressed',
      actor: recipient(delivery),
      details: { to: added, member },
      personal: { ...client },
    }),
  });
}
