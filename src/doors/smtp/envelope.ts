import { fitsPattern, parseEmailAddress } from '../../delivery/addresses.ts';
import { networkOf, spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import { findReturnAddress, type Returned } from '../../delivery/return-address.ts';
import type { System } from '../../desk/staff.ts';
import { SmtpReply } from './replies.ts';

/** One mail transaction (RFC 5321 §3.3): from a system, or to one address of our own. */
export interface Transaction {
  readonly system: System | undefined;
  readonly returned: Returned | undefined;
}

/** The null sender is everybody's: automatic answers come under it (RFC 5321 §4.5.5). */
export function checkReturnPath(system: System, address: string): void {
  if (address === '' || system.senders.some((pattern) => fitsPattern(address, pattern))) return;
  throw new SmtpReply(
    553,
    '5.7.1',
    `The system “${system.name}” may not send as ${address}. Send from an address of its own, or have an administrator add this one to the system.`,
  );
}

/** Answers RCPT: refuses what can be refused before the mail comes. Returns the transaction as it now stands. */
export async function checkRecipient(
  ctx: Context,
  transaction: Transaction,
  given: string,
  first: boolean,
  ip: string,
): Promise<Transaction> {
  const [local, domain] = [given.slice(0, given.lastIndexOf('@')), given.slice(given.lastIndexOf('@') + 1)];
  const ours = ctx.settings.bounces !== undefined && domain.toLowerCase() === ctx.settings.bounces;
  if (!first && ours !== (transaction.returned !== undefined)) throw alone();
  if (ours) {
    if (!first) throw alone();
    const returned = await findReturnAddress(ctx.db, local);
    if (!returned) throw new SmtpReply(550, '5.1.1', 'There is no such address here.');
    if (!transaction.system) await spendOn(ctx, ip);
    return { ...transaction, returned };
  }
  if (!transaction.system) {
    throw new SmtpReply(
      550,
      '5.7.1',
      'This server takes mail only from systems that it knows. Sign in (STARTTLS, then AUTH), or have an administrator trust your network for a system.',
    );
  }
  if (!parseEmailAddress(given)) {
    throw new SmtpReply(
      553,
      '5.1.3',
      `${given} is no address that mail could reach. Check how it is written.`,
    );
  }
  return transaction;
}

/** A sending server comes back with the others in a transaction of their own. */
const alone = () => new SmtpReply(452, '4.5.3', 'Send to this address in a mail of its own.');

/** Strangers reach us only with an address that we gave them, and even then not without bounds. */
const spendOn = (ctx: Context, ip: string): Promise<void> =>
  ctx.db.transaction((tx) =>
    spend(tx, [{ scope: 'smtp-return/network', subject: networkOf(ip), limit: 3000, windowMinutes: 60 }]),
  );
