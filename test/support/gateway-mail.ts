import { randomUUID } from 'node:crypto';
import { acceptMessage, type AcceptedMessage } from '../../src/delivery/accept-message.ts';
import type { RelayDraft } from '../../src/delivery/mail-origin.ts';
import type { RecipientDraft } from '../../src/delivery/recipients.ts';
import type { Sender } from '../../src/delivery/sender.ts';
import { Staging } from '../../src/delivery/stage-message.ts';
import type { TestDatabase } from './database.ts';
import { once, type Portal } from './portal.ts';

export interface PersonOptions {
  readonly password?: true;
  readonly gone?: true;
}

/** A sender as the gateway makes them, without a password unless told. */
export async function addPerson(
  db: TestDatabase,
  portal: Portal,
  email: string,
  { password, gone }: PersonOptions = {},
): Promise<string> {
  const id = randomUUID();
  await db.database.query(
    `insert into people (id, unit_id, email, name, password_hash, deactivated_at)
      values ($1, $2, $3, $3, $4, $5)`,
    [id, portal.sender.unit, email, password ? 'hash' : null, gone ? new Date() : null],
  );
  return id;
}

/** A system that may send as anybody; `owner`: id of the person who answers for it. */
export async function addSystem(
  db: TestDatabase,
  portal: Portal,
  name: string,
  owner: string | null = null,
): Promise<Sender> {
  const id = randomUUID();
  const { unit } = portal.sender;
  await db.database.query(
    `insert into systems (id, unit_id, owner_id, name, senders) values ($1, $2, $3, $4, '{*}')`,
    [id, unit, owner, name],
  );
  return { kind: 'system', id, unit, senders: ['*'] };
}

export interface TestMail {
  readonly sender: Sender;
  readonly from?: string;
  readonly id?: string | null;
  readonly to?: readonly RecipientDraft[];
  readonly text?: string;
  /** Passed on unsealed, with the mail as it came. */
  readonly passOn?: readonly RelayDraft[];
  readonly raw?: AsyncIterable<Uint8Array> | Buffer;
}

/** Accepts what the gateway would make of a mail; its subject is `Hemmelighed +4529999999`. */
export async function acceptMail(portal: Portal, mail: TestMail): Promise<AcceptedMessage> {
  const staging = new Staging(portal.ctx);
  const { raw } = mail;
  if (raw) await staging.addRaw(Buffer.isBuffer(raw) ? once(raw) : raw);
  return acceptMessage(
    portal.ctx,
    mail.sender,
    {
      from: mail.from ?? 'sagsbehandler@fredericia.example',
      subject: 'Hemmelighed +4529999999',
      text: mail.text ?? 'Kære Ana, dette må ingen se',
      to: mail.to ?? [],
    },
    staging,
    {
      mail: {
        id: mail.id === undefined ? `${randomUUID()}@outlook.example` : mail.id,
        passOn: mail.passOn ?? [],
      },
    },
  );
}

/** A mail as a person reads it: quoted-printable taken off. */
export const readable = (raw: Buffer | string): string =>
  Buffer.from(
    raw
      .toString('latin1')
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();
