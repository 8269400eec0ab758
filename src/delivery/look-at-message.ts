import type { Queryable } from '../evidence/ports.ts';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import { isUuid } from '../message/ids.ts';
import { isLookKind } from '../message/looks.ts';
import { Refusal } from '../message/refusals.ts';
import type { Context } from './context.ts';
import { openSql, reachOf, reachSize, reasonSql, type Viewer } from './message-access.ts';

/** Minutes for which a reason opens a message to whoever gave it. */
export const lookMinutes = 15;
/** Characters of a reason that can be seen, and of all of it. */
export const reasonLength = { least: 10, most: 500 } as const;

/** What may be known of a message before a reason was given. */
export interface UnseenMessage {
  /** Name of the unit, as colleagues know it. */
  readonly unit: string;
  readonly sentAt: string;
  /** No reason is needed. */
  readonly open: boolean;
}

/** A message that the viewer may see, at least after giving a reason. Refuses not_found. */
export async function findUnseen(db: Queryable, viewer: Viewer, message: string): Promise<UnseenMessage> {
  if (!isUuid(message)) throw new Refusal('not_found');
  const [timeline, content] = [2, 2 + reachSize];
  const open = `(${openSql(timeline)} and ${openSql(content)})`;
  const { rows } = await db.query<UnseenMessage>(
    `select u.name as unit, m.created_at as "sentAt", ${open} as open
      from messages m join units u on u.id = m.unit_id
      where m.id = $1 and (${open} or ${reasonSql(timeline)} or ${reasonSql(content)})`,
    [message, ...reachOf(viewer, 'timeline'), ...reachOf(viewer, 'content')],
  );
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}

/**
 * Opens a message that somebody else wrote for a quarter of an hour, and records who looks and why, both or neither.
 * Does nothing where no reason is needed, or one was given within that time.
 * Refuses: not_found, invalid (with the `field` to blame).
 */
export async function lookAtMessage(
  ctx: Context,
  viewer: Viewer,
  message: string,
  given: { readonly kind: string; readonly reason: string },
): Promise<void> {
  if (viewer.kind !== 'person') throw new Refusal('not_found');
  await ctx.db.transaction(async (tx) => {
    const { open } = await findUnseen(tx, viewer, message);
    if (open) return;
    const { kind, reason } = readLook(given);
    const opened = await tx.query<{ name: string }>(
      `insert into looks as l (message_id, person_id, until)
        select $1, id, now() + make_interval(mins => ${lookMinutes}) from people
          where id = $2 and deactivated_at is null
        on conflict (message_id, person_id) do update set until = excluded.until where l.until <= now()
        returning (select name from people p where p.id = l.person_id) as name`,
      [message, viewer.id],
    );
    if (!opened.rows[0]) return;
    await recordPlainEvent(tx, {
      type: 'message.looked_at',
      actor: { kind: 'staff', id: viewer.id },
      message,
      details: { kind },
      personal: { name: opened.rows[0].name, reason },
    });
  });
}

function readLook(given: { readonly kind: string; readonly reason: string }) {
  const { kind } = given;
  if (!isLookKind(kind)) throw new Refusal('invalid', 'Choose what the reason is.', { field: 'kind' });
  return { kind, reason: readReason(given.reason) };
}

/** A reason on one line. Refuses invalid where too little of it can be seen, or it is too long. */
function readReason(given: string): string {
  const reason = oneLine(given);
  const { least, most } = reasonLength;
  if (visibleLength(reason) < least) {
    throw new Refusal('invalid', `Say in at least ${least} characters why.`, { field: 'reason' });
  }
  if ([...reason].length > most) {
    throw new Refusal('invalid', `Say in at most ${most} characters why.`, { field: 'reason' });
  }
  return reason;
}

/** Characters of a text that can be seen. */
export const visibleLength = (text: string): number =>
  [...text.replace(/[\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')].length;

/** PostgreSQL keeps neither NULs nor half surrogate pairs. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
