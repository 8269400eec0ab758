import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import { lockSession } from '../lock-session.ts';
import { type FileKey, newFileKey, openFileKey } from '../sealed-file.ts';
import type { Replying } from './find-replying.ts';

/** A reply that was not sent yet. There is one of a delivery at most; one that is new has no row. */
export interface Draft {
  readonly id: string;
  readonly key: FileKey;
  readonly isNew: boolean;
}

/** The draft of a delivery, or a new one. */
export async function draftOf(ctx: Context, delivery: string): Promise<Draft> {
  return (await findDraft(ctx, delivery)) ?? newDraft(ctx);
}

export async function newDraft(ctx: Context): Promise<Draft> {
  const id = randomUUID();
  return { id, key: await newFileKey(ctx, id), isNew: true };
}

export async function findDraft(ctx: Context, delivery: string): Promise<Draft | undefined> {
  const { rows } = await ctx.db.query<{ id: string; kid: string; jwe: string }>(
    'select id, kid, jwe from replies where delivery_id = $1 and sent_at is null',
    [delivery],
  );
  if (!rows[0]) return undefined;
  const { id, kid, jwe } = rows[0];
  return { id, key: { dataKey: await openFileKey(ctx, id, jwe), kid, jwe }, isNew: false };
}

/**
 * Makes sure, in the caller's transaction, which has locked the delivery, that this is its draft. Refuses changed_meanwhile
 * where another one was begun, or this one was sent or discarded: what was sealed for it opens nowhere else. Refuses gone where
 * the session is over: what came with it meanwhile is nothing for whoever opens the next one.
 */
export async function keepDraft(tx: Queryable, replying: Replying, draft: Draft): Promise<void> {
  const { delivery, message } = replying;
  await lockSession(tx, replying);
  const { rows } = draft.isNew
    ? await tx.query(
        `insert into replies (id, message_id, delivery_id, kid, jwe) values ($1, $2, $3, $4, $5)
          on conflict (delivery_id) where sent_at is null do nothing returning id`,
        [draft.id, message, delivery, draft.key.kid, draft.key.jwe],
      )
    : await tx.query('select from replies where id = $1 and delivery_id = $2 and sent_at is null', [
        draft.id,
        delivery,
      ]);
  if (rows.length === 0) throw changedMeanwhile();
}

export const changedMeanwhile = (): Refusal =>
  new Refusal('changed_meanwhile', 'This answer was changed or sent in another window.');

/** Whether what a form holds was sent already. Refuses nothing: a form without a name was not. */
export async function wasSent(tx: Queryable, delivery: string, form: string | null): Promise<boolean> {
  return (await sentWith(tx, delivery, form)) !== undefined;
}

/** The reply that a form was sent as. */
export async function sentWith(
  db: Queryable,
  delivery: string,
  form: string | null,
): Promise<{ id: string; jwe: string } | undefined> {
  if (form === null) return undefined;
  const { rows } = await db.query<{ id: string; jwe: string }>(
    'select id, jwe from replies where delivery_id = $1 and form_id = $2',
    [delivery, form],
  );
  return rows[0];
}
