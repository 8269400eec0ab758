import type { AcknowledgementDraft, MessageDraft } from '../../../src/delivery/accept-message.ts';
import { declineAcknowledgement } from '../../../src/delivery/acknowledgements/decline.ts';
import { findSigning, type Signing } from '../../../src/delivery/acknowledgements/find-signing.ts';
import { openAcknowledgement } from '../../../src/delivery/acknowledgements/open-acknowledgement.ts';
import { requestSigningCode, signByCode } from '../../../src/delivery/acknowledgements/sign-by-code.ts';
import { findDelivery, type LinkedDelivery } from '../../../src/delivery/find-delivery.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import type { Language } from '../../../src/message/languages.ts';
import type { TestDatabase } from '../../support/database.ts';
import type { Portal } from '../../support/portal.ts';

export const client = { ip: '203.0.113.7', userAgent: 'A recipient’s browser' };

export const words = { en: 'I have read the decision.', da: 'Jeg har læst afgørelsen.' } as const;

/** A message that is to be signed for, with a session in which it was opened. */
export interface Asked {
  readonly message: string;
  readonly id: string;
  readonly email: string;
  readonly phone: string;
  readonly token: string;
  readonly session: string;
  found(): Promise<LinkedDelivery>;
  signing(): Promise<Signing>;
  read(): ReturnType<typeof readMessage>;
  /** Asks for a code that signs, and takes it from the phone. */
  code(language?: Language): Promise<string>;
  sign(code: string, words?: string): Promise<void>;
  decline(words?: string): Promise<void>;
  /** Another session, by a code of its own. */
  anew(): Promise<string>;
  status(): Promise<string>;
  events(): Promise<string[]>;
  acknowledgement(): Promise<{ jws: string; proof: object; token: Buffer | null } | undefined>;
}

let count = 0;

/** Sends it, opens it and reads it, as far as it can be read. */
export async function asked(
  db: TestDatabase,
  portal: Portal,
  acknowledgement: Partial<AcknowledgementDraft> = {},
  draft: Partial<MessageDraft> = {},
): Promise<Asked> {
  count += 1;
  const email = `signer${count}@example.com`;
  const phone = `+4520${String(500_000 + count)}`;
  const { ctx } = portal;
  const { id: message, deliveries } = await portal.send({
    to: [{ email, phone, language: 'en' }],
    acknowledgement: { statements: words, ...acknowledgement },
    ...draft,
  });
  await portal.work();
  const id = deliveries[0]!.id;
  const token = await portal.tokenFor(email);
  const found = async () => (await findDelivery(db.database, token))!;
  const anew = async () => {
    await requestCode(ctx, await found(), 'sms', 'opening', client);
    await portal.work();
    return openDelivery(ctx, await found(), await portal.codeFor(phone), undefined, client);
  };
  const session = await anew();
  const read = () => readMessage(ctx, token, session, client);
  const signing = async () => (await findSigning(ctx, token, session))!;
  await read();
  return {
    message,
    id,
    email,
    phone,
    token,
    session,
    found,
    signing,
    read,
    anew,
    async code(language = 'en') {
      await requestSigningCode(ctx, await signing(), await found(), { via: 'sms', language }, client);
      await portal.work();
      return portal.codeFor(phone);
    },
    sign: async (code, shown) =>
      signByCode(ctx, await signing(), await found(), { code, words: shown }, client),
    decline: async (reason = '') => declineAcknowledgement(ctx, await signing(), reason, client),
    async status() {
      const { rows } = await db.owner.query('select status from deliveries where id = $1', [id]);
      return rows[0]!.status as string;
    },
    events: async () => (await portal.events(id)).map(({ type }) => type.replace('delivery.', '')),
    async acknowledgement() {
      const { rows } = await db.owner.query(
        'select id, jwe, sealed, token from acknowledgements where delivery_id = $1',
        [id],
      );
      if (!rows[0]) return undefined;
      const opened = await openAcknowledgement(ctx, rows[0] as never);
      return { ...opened, token: rows[0]!.token as Buffer | null };
    },
  };
}
