import { UsageError } from './verb.ts';

/** Reads `EMAIL[,PHONE[,NAME]]`; a name may hold commas. */
export function parseRecipient(value: string): { email: string; phone?: string; name?: string } {
  const [email = '', phone = '', ...rest] = value.split(',').map((part) => part.trim());
  const name = rest.join(', ');
  if (!email) throw new UsageError('--to must be EMAIL, EMAIL,PHONE or EMAIL,PHONE,NAME.');
  return { email, ...(phone ? { phone } : {}), ...(name ? { name } : {}) };
}

/** The end of the given number of days from now, RFC 3339. */
export function parseDays(value: string, now = Date.now()): string {
  const days = Number(value);
  if (!/^\d+(\.\d+)?$/.test(value) || days <= 0 || days > 36_500) {
    throw new UsageError('--expires must be a number of days.');
  }
  return new Date(now + days * 24 * 60 * 60 * 1000).toISOString();
}
