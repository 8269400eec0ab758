import { randomInt } from 'node:crypto';
import argon2 from 'argon2';
import { v7 as uuidv7 } from 'uuid';
import { isLandline } from '../../../delivery/addresses.ts';
import { spend } from '../../../delivery/budgets.ts';
import type { Client } from '../../../delivery/client.ts';
import { argon2Options } from '../../../delivery/code-hash.ts';
import type { Context } from '../../../delivery/context.ts';
import { enqueueJob } from '../../../delivery/enqueue-job.ts';
import { keyedNumber } from '../../../delivery/keyed-number.ts';
import { limits } from '../../../delivery/limits.ts';
import { phoneBudgets, type Via } from '../../../delivery/request-code.ts';
import { pepper, sealSecret } from '../../../delivery/secrets.ts';
import { isUuid } from '../../../message/ids.ts';
import { Refusal } from '../../../message/refusals.ts';
import { type FoundInvitation, holdOwner } from './find-invitation.ts';

/**
 * Makes a code and commits the job that brings it to an owner's phone. Refuses: not_found (they keep it no more), invalid (an SMS
 * to a landline), budget_spent, gone (the link ended meanwhile). The costly hash comes after the budgets, as anybody with the link
 * may ask for it.
 */
export async function requestOwnerCode(
  ctx: Context,
  { id: link }: FoundInvitation,
  member: string,
  via: Via,
  client: Client,
): Promise<void> {
  const phone = await phoneOf(ctx, link, member);
  if (via === 'sms' && isLandline(phone)) {
    throw new Refusal('invalid', 'This number is a landline, which takes no SMS. Ask for a call instead.', {
      field: 'via',
    });
  }
  const number = await keyedNumber(ctx, phone);
  await ctx.db.transaction((tx) =>
    spend(tx, [
      { scope: 'code/mailbox/hour', subject: link, limit: 5, windowMinutes: 60 },
      { scope: 'code/mailbox/day', subject: link, limit: 10, windowMinutes: 24 * 60 },
      ...phoneBudgets(number, client),
    ]),
  );
  const { kid, secret } = await pepper(ctx.keys);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const hash = await argon2.hash(code, { ...argon2Options, secret });
  const id = uuidv7();
  const sealed = await sealSecret(ctx.keys, 'job', id, code);
  await ctx.db.transaction(async (tx) => {
    if (!(await holdOwner(tx, link, member))) throw new Refusal('gone');
    await tx.query(
      `insert into mailbox_codes (id, link_id, member_id, via, hash, kid, expires_at, sealed)
        values ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => ${limits.codeMinutes}), $7)`,
      [id, link, member, via, hash, kid, via === 'call' ? sealed : null],
    );
    await enqueueJob(tx, { kind: 'mailbox_code', payload: { code: id }, sealed });
  });
  ctx.wake();
}

async function phoneOf({ db }: Context, link: string, member: string): Promise<string> {
  const { rows } = isUuid(member)
    ? await db.query<{ phone: string }>(
        `select p.phone from mailbox_members p join mailbox_links l on l.mailbox_id = p.mailbox_id
          where l.id = $1 and p.id = $2 and p.is_owner and p.ended_at is null`,
        [link, member],
      )
    : { rows: [] };
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0].phone;
}
