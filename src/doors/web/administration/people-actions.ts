import type { RequestHandler } from 'express';
import type { PersonDone } from '../../../../views/models/people.ts';
import type { Context } from '../../../delivery/context.ts';
import { setActive } from '../../../desk/people/activation.ts';
import type { Check } from '../../../desk/people/managed.ts';
import type { Manager } from '../../../desk/people/manager.ts';
import { findPerson } from '../../../desk/people/person.ts';
import { renewLink } from '../../../desk/people/renew-link.ts';
import { resetPersonFactors } from '../../../desk/people/reset-factors.ts';
import { signOutPerson } from '../../../desk/people/sign-out-person.ts';
import { onDuty } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param } from '../page.ts';
import { sendLink } from './people-new.ts';
import { sendPerson } from './people-person.ts';
import { alwaysProven, managerOf, problemOf, proofCheck } from './people-shown.ts';

/** A button on a person's page: does it, and leads back. */
const button =
  (
    done: PersonDone,
    act: (ctx: Context, manager: Manager, id: string, check: Check) => Promise<unknown>,
    check = proofCheck,
  ) =>
  (options: WebOptions): RequestHandler =>
    onDuty(options, 'people', async (request, response, staff) => {
      const id = param(request, 'id');
      try {
        await act(options.ctx, managerOf(staff), id, check(staff));
        // Whoever did it to themselves is signed out by it.
        response.redirect(303, `/desk/people/${id}?done=${done}`);
      } catch (error) {
        await sendPerson(options, request, response, staff, { problem: problemOf(error) });
      }
    });

export const postFactorReset = button('reset', resetPersonFactors, alwaysProven);
export const postSignOut = button('signed_out', signOutPerson);
export const postDeactivation = button('deactivated', (ctx, manager, id, check) =>
  setActive(ctx, manager, id, false, check),
);
export const postReactivation = button('reactivated', (ctx, manager, id, check) =>
  setActive(ctx, manager, id, true, check),
);

export const postLink = (options: WebOptions): RequestHandler =>
  onDuty(options, 'people', async (request, response, staff) => {
    const id = param(request, 'id');
    try {
      const path = await renewLink(options.ctx, managerOf(staff), id, alwaysProven(staff));
      const { name } = await findPerson(options.ctx.db, id);
      sendLink(options, request, response, staff, { id, name, path, isNew: false });
    } catch (error) {
      await sendPerson(options, request, response, staff, { problem: problemOf(error) });
    }
  });
