import { isUnattended } from '../guard/unattended.ts';
import { composeFailureMail } from './compose-failure-mail.ts';
import type { Context } from './context.ts';
import { type FailureNotice, failureNoticeOf } from './failure-notice.ts';
import { findFailures, type FailureRow } from './find-failures.ts';
import type { DeadHandler, Handler } from './job-types.ts';
import type { Mailer } from './ports.ts';
import { failureNoticeAddress } from './return-address.ts';
import { tellNextOneUp } from './tell-next-one-up.ts';
import type { Texts } from './texts.ts';

/**
 * Mails whoever answers for messages about their failures. The mail quotes neither subject nor number. Where the address
 * is missing, read by nobody or refused, the next one up is told.
 */
export const notifyOfFailures =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const notice = failureNoticeOf(job.payload);
    const failures = await findFailures(ctx, notice);
    const [first] = failures.rows;
    const address = first && addressOf(ctx, notice, first);
    if (!address) {
      await ctx.db.transaction(async (tx) => {
        await finish(tx);
        if (first) await tellNextOneUp(tx, notice);
      });
      return;
    }
    const { mailFrom, organisation, bounces } = ctx.settings;
    const mail = await composeFailureMail(ctx, texts, notice.to, failures);
    const raw = await texts.compose({
      from: { name: organisation, address: mailFrom },
      to: { name: null, address },
      mail,
      messageId: `${job.id}.${notice.notice}`,
    });
    // Without a domain for returns the null sender: an answer of a machine would come to people.
    const from = bounces ? `${failureNoticeAddress(notice)}@${bounces}` : '';
    const about = failures.rows.flatMap(({ delivery }) => delivery ?? []);
    const { subject, text } = mail;
    const sent = await mailer.send({ from, to: address, raw, subject, text, about });
    if (sent.outcome === 'deferred') return { because: 'deferred by the next server' };
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      if (sent.outcome === 'refused') await tellNextOneUp(tx, notice);
    });
    return;
  };

/** A notice that could not be handed over in all its tries goes to the next one up. */
export const failureNoticeDied = (): DeadHandler => async (job, tx) =>
  tellNextOneUp(tx, failureNoticeOf(job.payload));

/** The notice came back: somebody else is told. */
export async function tellSomebodyElse(ctx: Context, notice: FailureNotice): Promise<void> {
  await ctx.db.transaction((tx) => tellNextOneUp(tx, notice));
  ctx.wake();
}

function addressOf({ settings }: Context, { to }: FailureNotice, row: FailureRow): string | undefined {
  const address = {
    sender: row.personEmail,
    owner: row.ownerEmail,
    unit: row.unitEmail,
    compliance: settings.complianceMail,
  }[to];
  return address && !isUnattended(address) ? address : undefined;
}
