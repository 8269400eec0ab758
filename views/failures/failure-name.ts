import { phoneFailureOf } from '../../src/message/phone-failures.ts';
import type { InboxKind } from '../../src/message/failures.ts';
import { reasonOf } from '../desk/reasons.ts';
import type { Texts } from '../languages/index.ts';
import type { FailureName } from '../models/failures.ts';

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Why something failed, in words where there are any; else the code. */
export function causeOf(t: Texts, kind: InboxKind | undefined, reason: string): string {
  if (kind === 'dead_job') return own(t.failures.jobs, reason) ?? reason;
  if (kind === 'sms_failed')
    return `${t.delivery.codeFailures.why[phoneFailureOf('sms', 'failed', reason)]} (${reason})`;
  return reasonOf(t, reason);
}

/** What failures have in common, in a few words. */
export function failureName(t: Texts, { kind, reason, system, domain, rule }: FailureName): string {
  const { failures } = t;
  const parts = [
    kind === undefined ? undefined : failures.kinds[kind],
    reason === undefined || reason === null ? undefined : causeOf(t, kind, reason),
    system === undefined ? undefined : (system ?? failures.none.system),
    domain === undefined ? undefined : domain === null ? failures.none.domain : `@${domain}`,
    rule === undefined ? undefined : rule === null ? failures.none.rule : reasonOf(t, rule),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' – ') : failures.all;
}
