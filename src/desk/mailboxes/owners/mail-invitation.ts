import { segl } from '../../../delivery/actors.ts';
import type { Context } from '../../../delivery/context.ts';
import type { Handler } from '../../../delivery/job-types.ts';
import type { Mailer } from '../../../delivery/ports.ts';
import { openSecret } from '../../../delivery/secrets.ts';
import type { Texts } from '../../../delivery/texts.ts';
import type { Queryable } from '../../../evidence/ports.ts';
import { type Language, languageOfCountry } from '../../../message/languages.ts';
import { recordMailboxChange } from '../change-mailbox.ts';

interface Row {
  readonly mailbox: string;
  readonly address: string;
  readonly name: string;
  /** Null: the whole organisation. */
  readonly unit: string | null;
  readonly language: Language | null;
  readonly expiresAt: string;
}

/**
 * Mails the link of an invitation to the mailbox's own address, in its first owner's language; not once it has ended. Where the
 * address takes no mail, the link ends, which the history of the mailbox tells.
 */
export const mailInvitation =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const id = job.payload.link as string;
    const row = await find(ctx, id);
    const token = row && job.sealed && (await openSecret(ctx.keys, 'job', id, job.sealed));
    if (row && token) {
      const { url, organisation, timeZone, mailFrom, country } = ctx.settings;
      const { address, name, expiresAt } = row;
      const unit = row.unit ?? organisation;
      const mail = texts.mailboxInvitation(row.language ?? languageOfCountry(country), {
        organisation,
        unit,
        mailbox: name,
        link: `${url}/mailbox/${token}`,
        expiresAt,
        timeZone,
      });
      const raw = await texts.compose({
        from: { name: unit, address: mailFrom },
        to: { name, address },
        mail,
        messageId: `${id}.mailbox`,
      });
      const sent = await mailer.send({
        from: mailFrom,
        to: address,
        raw,
        subject: mail.subject,
        text: mail.text,
      });
      if (sent.outcome === 'deferred')
        return { retryInSeconds: undefined, because: 'deferred by the next server' };
      if (sent.outcome === 'refused') {
        await ctx.db.transaction(async (tx) => {
          await finish(tx);
          await endRefused(ctx, tx, row.mailbox, id);
        });
        return undefined;
      }
    }
    await ctx.db.transaction(finish);
    return undefined;
  };

async function endRefused(ctx: Context, tx: Queryable, mailbox: string, link: string): Promise<void> {
  await tx.query('select from mailboxes where id = $1 for update', [mailbox]);
  const { count } = await tx.query('delete from mailbox_links where id = $1', [link]);
  if (count > 0) await recordMailboxChange(tx, { actor: segl(ctx) }, mailbox, { link: 'refused' });
}

async function find({ db }: Context, link: string): Promise<Row | undefined> {
  const { rows } = await db.query<Row>(
    `select b.id as mailbox, b.address, b.name, u.outward_name as unit, l.expires_at as "expiresAt",
        (select p.language from mailbox_members p where p.mailbox_id = b.id and p.is_owner and p.ended_at is null
          order by p.created_at, p.id limit 1) as language
      from mailbox_links l join mailboxes b on b.id = l.mailbox_id left join units u on u.id = b.unit_id
      where l.id = $1 and b.deleted_at is null and l.expires_at > now()`,
    [link],
  );
  return rows[0];
}
