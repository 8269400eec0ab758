import { findDelivery } from '../../../src/delivery/find-delivery.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { findParting, type Parting } from '../../../src/delivery/readers/find-parting.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import type { MessageDraft } from '../../../src/delivery/accept-message.ts';
import type { File, Portal } from '../../support/portal.ts';
import { client } from '../recall-support.ts';

export interface Opened {
  readonly message: string;
  readonly delivery: string;
  readonly email: string;
  readonly token: string;
  readonly session: string;
  readonly parting: () => Promise<Parting>;
}

let count = 0;
export const nextNumber = (): number => (count += 1);

/** A code to the phone, typed: the secret of the session. */
export async function enter(
  portal: Portal,
  token: string,
  phone: string,
  member: string | null = null,
): Promise<string> {
  const linked = (await findDelivery(portal.ctx.db, token))!;
  await requestCode(portal.ctx, linked, 'sms', 'opening', client, member);
  await portal.work();
  return openDelivery(portal.ctx, linked, await portal.codeFor(phone), undefined, client);
}

/** A message to somebody new, who has read it, and may let others read. */
export async function sendOpened(
  portal: Portal,
  draft: Partial<MessageDraft> = {},
  files: readonly File[] = [],
): Promise<Opened> {
  const n = nextNumber();
  const email = `parent${n}@example.com`;
  const phone = `+45206${String(10_000 + n)}`;
  const { id: message, deliveries } = await portal.send(
    { to: [{ email, phone, language: 'en' }], options: { readers: true }, ...draft },
    files,
  );
  await portal.work();
  const token = await portal.tokenFor(email);
  const session = await enter(portal, token, phone);
  await readMessage(portal.ctx, token, session, client);
  return {
    message,
    delivery: deliveries[0]!.id,
    email,
    token,
    session,
    parting: async () => (await findParting(portal.ctx.db, token, session))!,
  };
}

export const newReader = () => {
  const n = nextNumber();
  return {
    email: `lawyer${n}@law.example`,
    phone: `+45207${String(10_000 + n)}`,
    name: 'Lars Advokat',
    language: 'en',
  } as const;
};
