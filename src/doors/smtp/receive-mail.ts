import { createHash } from 'node:crypto';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { type AcceptedMessage, acceptMessage } from '../../delivery/accept-message.ts';
import { blockedAmong } from '../../delivery/blocked-addresses.ts';
import type { Context } from '../../delivery/context.ts';
import type { RelayDraft } from '../../delivery/mail-origin.ts';
import { refuseMessage } from '../../delivery/refuse-message.ts';
import { type Judgement, judgeMail } from '../../delivery/secure-rule.ts';
import type { Sender } from '../../delivery/sender.ts';
import { Staging } from '../../delivery/stage-message.ts';
import { gatewayAddress, maySendAs } from '../../desk/gateway-addresses.ts';
import { bareSender, type GatewaySenders } from '../../desk/gateway-senders.ts';
import type { System } from '../../desk/staff.ts';
import type { Policy } from '../../message/policy.ts';
import { Refusal } from '../../message/refusals.ts';
import type { EnvelopeRecipient, Transaction } from './envelope.ts';
import { refuseLoops } from './loops.ts';
import type { Head, Mailbox } from './mime/head.ts';
import { type Plan, type ReadMail, readMail } from './mime/read-mail.ts';
import { addressKey, phonesFrom, takePhoneTag } from './phone-headers.ts';
import { tooLarge } from './replies.ts';
import { traceLine } from './trace-line.ts';

export interface Gateway {
  readonly ctx: Context;
  readonly hostname: string;
  readonly maxBytes: number;
  readonly policy: () => Promise<Policy>;
  readonly senders: GatewaySenders;
}

/**
 * Takes a mail from a system while it arrives. Resolves once ciphertext and rows are durable; a Refusal is recorded and
 * told to the sender by mail too; after anything else nothing is kept that the same mail sent again would not find.
 */
export async function receiveMail(
  gateway: Gateway,
  { client, returnTo, recipients: asked }: Transaction,
  session: SMTPServerSession,
  stream: SMTPServerDataStream,
): Promise<AcceptedMessage> {
  const { ctx, maxBytes } = gateway;
  const system = client.system!;
  const staging = new Staging(ctx);
  const recipients = [...asked.values()].map(({ email }) => email);
  let sender: Sender = bareSender(system);
  let from: Mailbox = { name: '', address: returnTo };
  let judged: Judgement | undefined;
  let id: string | null = null;

  const decide = async (head: Head): Promise<Plan> => {
    id = head.messageId;
    // First of all: a mail of ours that came back must not be told of by another mail.
    refuseLoops(head, ctx.settings.installation);
    from = authorOf(head, returnTo, system);
    // What a machine sends under the null sender is nobody's to be told of (RFC 5321 §4.5.5) but the system's owner's.
    if (returnTo !== '') sender = await gateway.senders.of(system, from);
    const { gateway: policy } = await gateway.policy();
    judged = await withoutBlocked(
      ctx,
      sender,
      judgeMail(policy, { headers: head.fields, subject: head.subject, recipients }),
    );
    return {
      sealInto: judged.secured.length > 0 ? staging : undefined,
      copyInto:
        judged.passedOn.length > 0
          ? { staging, trace: traceLine(session, gateway.hostname, staging.message) }
          : undefined,
    };
  };

  let mail: ReadMail;
  try {
    mail = await readMail(stream, decide, () => {
      if (stream.sizeExceeded) throw new Refusal('too_large', tooLarge(maxBytes));
    });
  } catch (error) {
    if (error instanceof Refusal) await refuseMessage(ctx, sender, staging, error, { id, recipients });
    else await staging.discard();
    throw error;
  }
  const { secured, passedOn, subject } = judged!;
  const tagged = takePhoneTag(subject, ctx.settings.country);
  const phones = phonesFrom(mail.head, recipients);
  const names = namesIn(mail.head);
  return acceptMessage(
    ctx,
    sender,
    {
      from: from.address,
      subject: tagged.subject,
      ...(mail.text === undefined ? {} : { text: mail.text }),
      ...(mail.html === undefined ? {} : { html: mail.html }),
      to: secured.map((email) => ({
        email,
        name: names.get(email.toLowerCase()),
        phone: phones.get(email.toLowerCase()),
        otherwisePhone: recipients.length === 1 ? tagged.phone : undefined,
      })),
    },
    staging,
    {
      mail: {
        id,
        once: id === null ? undefined : sameMail(id, returnTo, recipients, mail.digest),
        passOn: relaysOf(passedOn, asked, session, returnTo),
      },
    },
  );
}

/** What no rule would seal is not passed on to a blocked address either: it is judged with the others, and refused. */
async function withoutBlocked(ctx: Context, { unit }: Sender, judged: Judgement): Promise<Judgement> {
  const blocked = await blockedAmong(ctx.db, unit, judged.passedOn);
  if (blocked.size === 0) return judged;
  return {
    ...judged,
    secured: [...judged.secured, ...blocked],
    passedOn: judged.passedOn.filter((email) => !blocked.has(email)),
  };
}

/** Every address of the header From must be the system's to use; a mail without one is from its envelope's sender. */
function authorOf(head: Head, returnTo: string, system: System): Mailbox {
  const authors = head.mailboxes('From').map(({ name, address }) => {
    const author = gatewayAddress(address);
    if (!author) {
      throw new Refusal(
        'email_invalid',
        'The From of the mail is no address that an answer could reach. Check how it is written.',
      );
    }
    if (!maySendAs(system, author)) {
      throw new Refusal(
        'sender_not_allowed',
        `The system “${system.name}” may not send mail whose From is ${author}. Send from an address of its own, or have an administrator add this one to the system.`,
      );
    }
    return { name, address: author };
  });
  if (authors[0]) return authors[0];
  if (returnTo) return { name: '', address: returnTo };
  throw new Refusal('email_invalid', 'The mail says nowhere who sends it. Give it a From.');
}

const namesIn = (head: Head): ReadonlyMap<string, string> =>
  new Map(
    ['To', 'Cc'].flatMap((field) =>
      head
        .mailboxes(field)
        .filter(({ name, address }) => name && name.toLowerCase() !== address.toLowerCase())
        .map(({ name, address }) => [addressKey(address), name.slice(0, 200)] as const),
    ),
  );

/** The same Message-ID, envelope and content. */
const sameMail = (id: string, returnTo: string, recipients: readonly string[], digest: string): string =>
  `mail:${createHash('sha256')
    .update(
      JSON.stringify([
        id,
        returnTo.toLowerCase(),
        recipients.map((each) => each.toLowerCase()).sort(),
        digest,
      ]),
    )
    .digest('hex')}`;

function relaysOf(
  passedOn: readonly string[],
  asked: ReadonlyMap<string, EnvelopeRecipient>,
  { envelope }: SMTPServerSession,
  from: string,
): RelayDraft[] {
  return passedOn.map((email) => {
    const { dsn } = asked.get(email.toLowerCase())!;
    return {
      email,
      envelope: {
        from,
        notify: dsn?.notify,
        orcpt: dsn?.orcpt,
        ret: envelope.dsn?.ret ?? undefined,
        envid: envelope.dsn?.envid ?? undefined,
      },
    };
  });
}
