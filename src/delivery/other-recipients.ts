import type { Queryable } from '../evidence/ports.ts';

export interface OtherRecipient {
  readonly name: string | null;
  readonly email: string;
}

/**
 * To whom else the sender addressed the message, in that order, for recipients who may see each other. Nobody who was refused,
 * recalled or erased is told of, and nobody whom a recipient brought in.
 */
export async function otherRecipients(
  db: Queryable,
  message: string,
  delivery: string,
): Promise<OtherRecipient[]> {
  const { rows } = await db.query<OtherRecipient>({
    name: 'other-recipients',
    text: `select d.name, d.email from deliveries d
      where d.message_id = $1 and d.id <> $2 and d.parted is null and d.email <> ''
        and d.status not in ('refused', 'recalled', 'erased')
      order by d.position`,
    values: [message, delivery],
  });
  return rows;
}
