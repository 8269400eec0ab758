import type { Queryable } from '../evidence/ports.ts';
import type { FailureKind } from '../message/failures.ts';
import { languageOfCountry } from '../message/languages.ts';
import type { MailText } from '../message/mail-facts.ts';
import { isUuid } from '../message/ids.ts';
import { isUnattended } from '../guard/unattended.ts';
import type { Context } from './context.ts';
import { enqueueJob } from './enqueue-job.ts';
import type { DeadHandler, Handler, JobPayload } from './job-types.ts';
import type { Mailer } from './ports.ts';
import { failureNoticeAddress } from './return-address.ts';
import { mintSignInLink, signsInByLink } from './sign-in-link.ts';
import type { Texts } from './texts.ts';

/** Whom a notice goes to, and who is told in their place where it does not arrive. */
const next = { sender: 'owner', owner: 'compliance', compliance: undefined } as const;
type Addressee = keyof typeof next;

const longest = 100;

interface Row {
  message: string;
  kept: boolean;
  recipient: string;
  mailId: string | null;
  sentAt: string;
  about: FailureKind;
  reason: string | null;
  ofPerson: boolean;
  person: string | null;
  personEmail: string | null;
  byLink: boolean | null;
  system: string | null;
  ownerEmail: string | null;
}

/**
 * Mails whoever answers for messages about their failures. The mail quotes neither subject nor number. Where the address
 * is missing or refuses, the next one up is told: the system's owner, then the compliance address.
 */
export const notifyOfFailures =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async (job, finish) => {
    const { notice, to } = noticeOf(job.payload);
    const rows = await find(ctx, notice);
    const address = rows[0] && addressOf(ctx, to, rows[0]);
    if (!rows[0] || !address) {
      await ctx.db.transaction(async (tx) => {
        await finish(tx);
        if (rows[0]) await escalate(tx, job.payload);
      });
      return;
    }
    const { mailFrom, organisation, bounces } = ctx.settings;
    const mail = await mailOf(ctx, texts, to, rows);
    const raw = await texts.compose({
      from: { name: organisation, address: mailFrom },
      to: { name: null, address },
      mail,
      messageId: `${job.id}.${notice}`,
    });
    // Without a domain for returns the null sender: an answer of a machine would come to people.
    const from = bounces ? `${failureNoticeAddress(notice)}@${bounces}` : '';
    const sent = await mailer.send({ from, to: address, raw, subject: mail.subject, text: mail.text });
    if (sent.outcome === 'deferred') return { because: 'deferred by the next server' };
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      if (sent.outcome === 'refused') await escalate(tx, job.payload);
    });
    return;
  };

/** A notice that could not be handed over in all its tries goes to the next one up. */
export const failureNoticeDied = (): DeadHandler => async (job, tx) => escalate(tx, job.payload);

/** The notice came back: somebody else is told. */
export async function tellSomebodyElse(ctx: Context, notice: string): Promise<void> {
  const { rows } = await ctx.db.query<{ to: Addressee }>(
    `select case when owner_notice = $1 then 'owner' else 'sender' end as "to"
      from failures where sender_notice = $1 or owner_notice = $1 limit 1`,
    [notice],
  );
  if (rows[0]) await ctx.db.transaction((tx) => escalate(tx, { notice, to: rows[0]!.to }));
  ctx.wake();
}

async function escalate(tx: Queryable, payload: JobPayload): Promise<void> {
  const { notice, to } = noticeOf(payload);
  const higher = next[to];
  // One such job at a time: the same notice may come back several times.
  if (higher)
    await enqueueJob(tx, {
      kind: 'failure_notice',
      payload: { notice, to: higher },
      slot: `${notice} ${higher}`,
    });
}

function noticeOf({ notice, to }: JobPayload): { notice: string; to: Addressee } {
  if (typeof notice !== 'string' || !isUuid(notice))
    throw new TypeError('a notice of failures is named by a UUID');
  return { notice, to: to === 'owner' || to === 'compliance' ? to : 'sender' };
}

function addressOf({ settings }: Context, to: Addressee, row: Row): string | undefined {
  const address = { sender: row.personEmail, owner: row.ownerEmail, compliance: settings.complianceMail }[to];
  return address && !isUnattended(address) ? address : undefined;
}

async function mailOf(ctx: Context, texts: Texts, to: Addressee, rows: readonly Row[]): Promise<MailText> {
  const { url, timeZone, country } = ctx.settings;
  const language = languageOfCountry(country);
  const first = rows[0]!;
  if (to !== 'sender' && first.system !== null) {
    return texts.ownerNotice(language, {
      system: first.system,
      count: rows.length,
      lines: rows.slice(0, longest).map((row) => ({
        kind: row.about,
        recipient: row.recipient,
        sentAt: row.sentAt,
        messageId: row.mailId,
        // Messages in the name of a person are that person's to see.
        link: row.kept && !row.ofPerson ? `${url}/desk/messages/${row.message}` : null,
      })),
      timeZone,
    });
  }
  const signsIn = to === 'sender' && first.kept && first.byLink === true;
  const path = signsIn
    ? await mintSignInLink(ctx.db, first.person!, first.message)
    : first.kept
      ? `/desk/messages/${first.message}`
      : null;
  return texts.senderNotice(language, {
    groups: [...Map.groupBy(rows, ({ about, reason }) => `${about} ${reason}`).values()].map((group) => ({
      kind: group[0]!.about,
      reason: group[0]!.reason,
      recipients: group.slice(0, longest).map(({ recipient }) => recipient),
    })),
    sentAt: first.sentAt,
    messageId: first.mailId,
    link: path && `${url}${path}`,
    signsIn,
    timeZone,
  });
}

async function find({ db }: Context, notice: string): Promise<Row[]> {
  const { rows } = await db.query<Row>(
    `select f.message_id as message, m.id is not null as kept, f.recipient, f.mail_id as "mailId", f.sent_at as "sentAt",
        f.about, f.reason, f.person_id is not null as "ofPerson", p.id as person, p.email as "personEmail", ${signsInByLink} as "byLink",
        s.name as system, o.email as "ownerEmail"
      from failures f
        left join messages m on m.id = f.message_id
        left join people p on p.id = f.person_id and p.deactivated_at is null
        left join systems s on s.id = f.system_id
        left join people o on o.id = s.owner_id and o.deactivated_at is null
      where f.sender_notice = $1 or f.owner_notice = $1 order by f.at, f.id`,
    [notice],
  );
  return rows;
}
