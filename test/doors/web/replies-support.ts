import type { App } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';
import { linkTo, openLink, Visitor } from './visitor.ts';

/** A message that somebody has opened and may answer. */
export interface Answerable {
  readonly message: string;
  readonly delivery: string;
  readonly token: string;
  /** `/m/<token>/replies`. */
  readonly path: string;
  readonly visitor: Visitor;
  /** The name of the form that the page shows. */
  form(): Promise<string>;
}

export const secret = 'Words-of-the-sender-alone';

let count = 0;

export async function answerable(app: App): Promise<Answerable> {
  count += 1;
  const email = `answers${count}@example.com`;
  const phone = `+4531${String(200_000 + count)}`;
  const answer = await app.post('/api/v1/messages', {
    from: 'a@example.dk',
    to: [{ email, phone, language: 'en' }],
    subject: 'The decision',
    text: secret,
  });
  const { id: message, deliveries } = (await answer.json()) as { id: string; deliveries: { id: string }[] };
  const token = await linkTo(app, email);
  const visitor = new Visitor(app.url);
  await openLink(visitor, app, token, phone);
  const path = `/m/${token}/replies`;
  return {
    message,
    delivery: deliveries[0]!.id,
    token,
    path,
    visitor,
    form: async () => (await visitor.get(path)).text.match(/name="form" value="([^"]+)"/)![1]!,
  };
}

/** What the tables hold of the answers of a delivery. */
export async function keptOf({ database }: TestDatabase, delivery: string) {
  const { rows } = await database.query<{
    sent: number;
    drafts: number;
    parts: number;
    uploads: number;
    blobs: number;
  }>(
    `select (select count(*)::int from replies where delivery_id = $1 and sent_at is not null) as sent,
      (select count(*)::int from replies where delivery_id = $1 and sent_at is null) as drafts,
      (select count(*)::int from reply_parts p join replies r on r.id = p.reply_id where r.delivery_id = $1) as parts,
      (select count(*)::int from reply_uploads u join replies r on r.id = u.reply_id where r.delivery_id = $1) as uploads,
      (select count(*)::int from staged_blobs where staged_at > '-infinity') as blobs`,
    [delivery],
  );
  return rows[0]!;
}
