import type { Queryable } from '../../evidence/ports.ts';
import { isUnattended } from '../../guard/unattended.ts';
import { isUuid } from '../../message/ids.ts';
import { languageOfCountry } from '../../message/languages.ts';
import type { ReplyCameFacts } from '../../message/mail-facts.ts';
import type { Context } from '../context.ts';
import { enqueueJob } from '../enqueue-job.ts';
import type { DeadHandler, Handler, JobPayload } from '../job-types.ts';
import type { Mailer } from '../ports.ts';
import { mintSignInLink, signsInByLink } from '../sign-in-link.ts';
import type { Texts } from '../texts.ts';
import { type ReplyAddressee, replyAddressees } from './tell-of-reply.ts';

/** Why a plain notice goes to somebody who wanted the answer itself. */
export const plainReasons = ['no_tls', 'too_large', 'refused'] as const;
export type PlainReason = (typeof plainReasons)[number];

interface Row {
  message: string;
  delivery: string;
  recipient: string;
  sentAt: string;
  mailId: string | null;
  personEmail: string | null;
  byLink: boolean | null;
  unitEmail: string | null;
}

/**
 * Mails that an answer has come, and nothing of what it says. Where the address is missing, read by nobody or refused, the
 * next one up is told: the unit's function address, then compliance.
 */
export const mailReplyNotice =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async ({ id, payload }, finish) => {
    const to = addresseeOf(payload);
    const row = await find(ctx, payload);
    if (!row) return undefined;
    const address = addressOf(ctx, to, row);
    if (!address || isUnattended(address)) {
      if (to === 'compliance') return { because: 'nobody is left to tell' };
      await ctx.db.transaction(async (tx) => {
        await finish(tx);
        await tellNext(tx, payload);
      });
      return undefined;
    }
    const { mailFrom, organisation, country } = ctx.settings;
    const mail = texts.replyCame(languageOfCountry(country), await factsOf(ctx, to, row, payload));
    const raw = await texts.compose({
      from: { name: organisation, address: mailFrom },
      to: { name: null, address },
      mail,
      messageId: `${id}.reply`,
    });
    const { subject, text } = mail;
    // The null sender: an answer of a machine would come to people.
    const sent = await mailer.send({ from: '', to: address, raw, subject, text, about: [row.delivery] });
    const refused = sent.outcome === 'refused' && to !== 'compliance';
    if (sent.outcome !== 'handed_over' && !refused) return { because: `${sent.outcome} by the next server` };
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      if (refused) await tellNext(tx, payload);
    });
    return undefined;
  };

/** A notice that could not be handed over in all its tries goes to the next one up. */
export const replyNoticeDied = (): DeadHandler => async (job, tx) => {
  if (addresseeOf(job.payload) !== 'compliance') await tellNext(tx, job.payload);
};

const tellNext = (tx: Queryable, payload: JobPayload): Promise<void> =>
  enqueueJob(tx, {
    kind: 'reply_notice',
    payload: {
      reply: payload.reply!,
      delivery: payload.delivery!,
      to: replyAddressees[replyAddressees.indexOf(addresseeOf(payload)) + 1]!,
    },
  });

const addresseeOf = ({ to }: JobPayload): ReplyAddressee =>
  replyAddressees.find((each) => each === to) ?? 'person';

const addressOf = ({ settings }: Context, to: ReplyAddressee, row: Row): string | null | undefined =>
  ({ person: row.personEmail, unit: row.unitEmail, compliance: settings.complianceMail })[to];

async function factsOf(
  ctx: Context,
  to: ReplyAddressee,
  { message, recipient, sentAt, mailId, byLink }: Row,
  { reply, person, why }: JobPayload,
): Promise<ReplyCameFacts> {
  const { url, timeZone } = ctx.settings;
  const signsIn = to === 'person' && byLink === true;
  const path = signsIn
    ? await mintSignInLink(ctx.db, person as string, message)
    : to === 'person'
      ? `/desk/messages/${message}/replies/${reply}`
      : `/desk/messages/${message}`;
  return {
    recipient,
    sentAt,
    messageId: mailId,
    link: `${url}${path}`,
    signsIn,
    inherited: to !== 'person',
    why: plainReasons.find((each) => each === why) ?? null,
    timeZone,
  };
}

/** Undefined: the answer was erased meanwhile. */
async function find({ db }: Context, { reply, person }: JobPayload): Promise<Row | undefined> {
  const { rows } = await db.query<Row>(
    `select m.id as message, d.id as delivery, d.email as recipient, m.created_at as "sentAt", m.mail_id as "mailId",
        p.email as "personEmail", ${signsInByLink} as "byLink", u.function_address as "unitEmail"
      from replies r join messages m on m.id = r.message_id join deliveries d on d.id = r.delivery_id
        join units u on u.id = m.unit_id
        left join people p on p.id = $2::uuid and p.deactivated_at is null
      where r.id = $1 and r.sent_at is not null`,
    [reply, typeof person === 'string' && isUuid(person) ? person : null],
  );
  return rows[0];
}
