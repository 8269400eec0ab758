import type { Context } from '../../src/delivery/context.ts';
import { findDelivery, type LinkedDelivery } from '../../src/delivery/find-delivery.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import type { Database, Queryable } from '../../src/evidence/ports.ts';
import { Refusal, Unavailable } from '../../src/message/refusals.ts';
import type { File, Portal } from '../support/portal.ts';

export const client = { ip: '198.51.100.203', userAgent: 'Brøndvogn/10' };

export const refused = (code: string, field?: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code && (field === undefined || error.facts.field === field);

/** The system that sends in a portal. */
export const senderOf = ({ sender }: Portal): Viewer => ({ kind: 'system', id: sender.id, grants: [] });

export interface Sent {
  readonly message: string;
  readonly delivery: string;
  readonly email: string;
  readonly phone: string;
  readonly token: string;
  readonly linked: LinkedDelivery;
}

let count = 0;

/** A message of its own, to somebody new, whose notice has arrived. */
export async function sendNoticed(portal: Portal, files: readonly File[] = []): Promise<Sent> {
  count += 1;
  const email = `recalled${count}@example.com`;
  const phone = `+45201${String(40_000 + count)}`;
  const { id, deliveries } = await portal.send({ to: [{ email, phone, language: 'en' }] }, files);
  await portal.work();
  const token = await portal.tokenFor(email);
  const linked = (await findDelivery(portal.ctx.db, token))!;
  return { message: id, delivery: deliveries[0]!.id, email, phone, token, linked };
}

/** A live code, as it came to the phone. */
export async function codeFor(portal: Portal, { linked, phone }: Sent): Promise<string> {
  await requestCode(portal.ctx, linked, 'sms', 'opening', client);
  await portal.work();
  return portal.codeFor(phone);
}

/** A session that has opened nothing yet. */
export const sessionFor = async (portal: Portal, sent: Sent): Promise<string> =>
  openDelivery(portal.ctx, sent.linked, await codeFor(portal, sent), undefined, client);

/** The portal's database, which breaks at the n-th thing asked of it: before it is done, or after, its answer lost. */
export function breakingAt({ ctx }: Portal, at: number, isDone: boolean): Context & { asked(): number } {
  let asked = 0;
  const around = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    asked += 1;
    if (asked !== at) return work();
    if (isDone) await work();
    throw new Unavailable('database');
  };
  const broken = (tx: Queryable): Queryable => ({
    query: (text, values) => around(() => tx.query(text, values)),
  });
  const db: Database = {
    ...ctx.db,
    ...broken(ctx.db),
    transaction: (work) => around(() => ctx.db.transaction((tx) => work(broken(tx)))),
  };
  return { ...ctx, db, asked: () => asked };
}
