import type { Context } from '../../delivery/context.ts';
import { endSessions } from '../account/end-sessions.ts';
import { recordChange } from '../record-change.ts';
import { type Check, managed } from './managed.ts';
import type { Manager } from './manager.ts';

/** Ends all sessions of a person, and says how many there were. Refuses: not_found, forbidden. */
export const signOutPerson = (ctx: Context, manager: Manager, id: string, check?: Check): Promise<number> =>
  managed(ctx, manager, id, check, async (tx) => {
    const sessions = await endSessions(tx, id);
    if (sessions > 0) {
      await recordChange(tx, {
        type: 'person.signed_out_everywhere',
        actor: manager.actor,
        kind: 'person',
        subject: id,
        details: { sessions },
      });
    }
    return sessions;
  });
