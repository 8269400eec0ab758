import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { type Check, managed } from './managed.ts';
import type { Manager } from './manager.ts';
import { newWelcome } from './people.ts';

/**
 * A one-time path with which a person sets a new password, valid for 72 hours; earlier ones end, and the password of
 * before works until then. Refuses: not_found, forbidden, invalid (deactivated, or known by an identity provider).
 */
export const renewLink = (ctx: Context, manager: Manager, id: string, check?: Check): Promise<string> =>
  managed(ctx, manager, id, check, async (tx, person) => {
    if (person.deactivatedAt) {
      throw new Refusal('invalid', 'This person is deactivated. Activate them first.', {
        field: 'deactivated',
      });
    }
    if (person.isFromProvider) {
      throw new Refusal(
        'invalid',
        'This person signs in at the organisation’s sign-in, without a password.',
        {
          field: 'password',
        },
      );
    }
    await tx.query('delete from welcome_links where person_id = $1 and used_at is null', [id]);
    await recordChange(tx, { type: 'person.link_made', actor: manager.actor, kind: 'person', subject: id });
    return newWelcome(tx, id);
  });
