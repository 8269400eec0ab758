import { domainToASCII } from 'node:url';
import type { SMTPServerAddress } from 'smtp-server';
import { networkOf, spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { findAnswerTag, type Tagged } from '../../delivery/replies/answer-tag.ts';
import { findReturnAddress, type Returned } from '../../delivery/return-address.ts';
import { gatewayAddress, maySendAs } from '../../desk/gateway-addresses.ts';
import type { Neighbour } from '../../desk/gateway-systems.ts';
import type { System } from '../../desk/staff.ts';
import { Refusal } from '../../message/refusals.ts';
import { SmtpReply } from './replies.ts';

/** One mail transaction (RFC 5321 §3.3): from a system, or to one address of our own. */
export interface Transaction {
  readonly client: Neighbour;
  /** '' is the null sender. */
  readonly returnTo: string;
  /** Why the system may send nothing under this return path, except what it brings to an address of our own. */
  readonly unfit: SmtpReply | undefined;
  /** By address in lower case, in the order of RCPT. */
  readonly recipients: Map<string, EnvelopeRecipient>;
  returned: Returned | undefined;
  /** It answers a recipient. */
  tagged: Tagged | undefined;
}

export interface EnvelopeRecipient {
  readonly email: string;
  /** What the next server is to be asked (RFC 3461). */
  readonly dsn: SMTPServerAddress['dsn'];
}

/** Answers MAIL. A system may bring mail of others to our return addresses; where there are none, it is refused here. */
export function begin(ctx: Context, client: Neighbour, given: string): Transaction {
  const returnTo = given && (gatewayAddress(given) ?? given);
  const unfit = client.system && unfitReturnPath(client.system, returnTo);
  if (unfit && ctx.settings.bounces === undefined) throw unfit;
  return { client, returnTo, unfit, recipients: new Map(), returned: undefined, tagged: undefined };
}

/** The null sender is everybody's: automatic answers come under it (RFC 5321 §4.5.5). */
function unfitReturnPath(system: System, address: string): SmtpReply | undefined {
  if (address === '') return undefined;
  if (!gatewayAddress(address)) {
    return new SmtpReply(
      553,
      '5.1.7',
      `${address} is no address that an answer could reach. Check how it is written.`,
    );
  }
  if (maySendAs(system, address)) return undefined;
  return new SmtpReply(
    553,
    '5.7.1',
    `The system “${system.name}” may not send as ${address}. Send from an address of its own, or have an administrator add this one to the system.`,
  );
}

/** Answers RCPT: refuses what can be refused before the mail comes. */
export async function addRecipient(
  ctx: Context,
  transaction: Transaction,
  { address: given, dsn }: SMTPServerAddress,
  ip: string,
): Promise<void> {
  const { client, recipients, unfit } = transaction;
  const at = given.lastIndexOf('@');
  const ours = at > 0 && domainToASCII(given.slice(at + 1)) === ctx.settings.bounces;
  if (!ours && !client.system) throw unknownClient(client);
  if (recipients.size > 0 && (ours || transaction.returned || transaction.tagged)) throw alone();
  if (ours) {
    const local = given.slice(0, at);
    const tagged = await findAnswerTag(ctx.db, local).catch(goneForGood);
    const returned = tagged ? undefined : await findReturnAddress(ctx.db, local);
    if (!tagged && !returned) throw new SmtpReply(550, '5.1.1', 'There is no such address here.');
    if (!client.system) await spendOn(ctx, ip);
    transaction.returned = returned;
    transaction.tagged = tagged;
    recipients.set(given.toLowerCase(), { email: given, dsn });
    return;
  }
  if (unfit) throw unfit;
  const email = gatewayAddress(given);
  if (!email) {
    throw new SmtpReply(
      553,
      '5.1.3',
      `${given} is no address that mail could reach. Check how it is written.`,
    );
  }
  recipients.set(email.toLowerCase(), { email, dsn });
}

function goneForGood(error: unknown): never {
  if (error instanceof Refusal && error.code === 'gone') throw new SmtpReply(550, '5.7.1', error.message);
  throw error;
}

const unknownClient = ({ missing }: Neighbour) =>
  new SmtpReply(
    550,
    '5.7.1',
    missing === undefined
      ? 'This server takes mail only from systems that it knows. Sign in (STARTTLS, then AUTH), or have an administrator trust your network for a system.'
      : `SEGL_SMTP_TRUSTED says that your network is the system “${missing}”, but there is none of that name. Have an administrator add it, or correct the setting.`,
  );

/** A sending server comes back with the others in a transaction of their own. */
const alone = () => new SmtpReply(452, '4.5.3', 'Send to this address in a mail of its own.');

/** Strangers reach us only with an address that we gave them, and even then not without bounds. */
const spendOn = (ctx: Context, ip: string): Promise<void> =>
  ctx.db.transaction((tx) =>
    spend(tx, [{ scope: 'smtp-return/network', subject: networkOf(ip), limit: 3000, windowMinutes: 60 }]),
  );
