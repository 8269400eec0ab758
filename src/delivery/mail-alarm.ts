import { isUnattended } from '../guard/unattended.ts';
import { type AlarmKind, alarmKinds } from '../message/alarms.ts';
import { type InboxKind, inboxKinds } from '../message/failures.ts';
import { isUuid } from '../message/ids.ts';
import { languageOfCountry } from '../message/languages.ts';
import type { AlarmFacts } from '../message/mail-facts.ts';
import type { Context } from './context.ts';
import { recordUnheard } from './record-dead-job.ts';
import { enqueueJob } from './enqueue-job.ts';
import type { DeadHandler, Handler, JobPayload } from './job-types.ts';
import type { Mailer } from './ports.ts';
import type { Texts } from './texts.ts';

/**
 * Mails an alarm to the person whom it names, else to the compliance address. Where the person is gone or their address
 * takes nothing, compliance is told. Where that takes nothing either the job lies among the dead, which the inbox shows; and
 * where there is no address at all the inbox shows that at once.
 */
export const mailAlarm =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async ({ id, payload }, finish) => {
    const about = alarmKinds.find((kind) => kind === payload.about);
    if (!about) return { because: 'unknown kind of alarm' };
    const { mailFrom, organisation, country, complianceMail } = ctx.settings;
    const person = await addressOf(ctx, payload.person);
    const address = person ?? complianceMail;
    if (address === undefined || isUnattended(address)) {
      await ctx.db.transaction(async (tx) => {
        await finish(tx);
        await recordUnheard(tx, about);
      });
      return undefined;
    }
    const mail = texts.alarm(languageOfCountry(country), await factsOf(ctx, about, payload));
    const raw = await texts.compose({
      from: { name: organisation, address: mailFrom },
      to: { name: null, address },
      mail,
      messageId: `${id}.alarm`,
    });
    const { subject, text } = mail;
    const { outcome } = await mailer.send({ from: mailFrom, to: address, raw, subject, text });
    const refused = outcome === 'refused' && person !== undefined;
    if (outcome !== 'handed_over' && !refused) return { because: `${outcome} by the next server` };
    await ctx.db.transaction(async (tx) => {
      await finish(tx);
      if (refused) await enqueueJob(tx, { kind: 'alarm', payload: { ...payload, person: null } });
    });
    return undefined;
  };

/** An alarm for a person that could not be handed over in all its tries goes to compliance, and from there nowhere. */
export const alarmDied =
  ({ settings }: Context): DeadHandler =>
  async ({ payload }, tx) => {
    if (payload.person === null || settings.complianceMail === undefined) return;
    await enqueueJob(tx, { kind: 'alarm', payload: { ...payload, person: null } });
  };

/** Of somebody who is active, at an address that somebody reads. */
async function addressOf(
  { db }: Context,
  person: JobPayload[string] | undefined,
): Promise<string | undefined> {
  if (typeof person !== 'string' || !isUuid(person)) return undefined;
  const { rows } = await db.query<{ email: string }>(
    'select email from people where id = $1 and deactivated_at is null',
    [person],
  );
  const email = rows[0]?.email;
  return email === undefined || isUnattended(email) ? undefined : email;
}

async function factsOf(ctx: Context, about: AlarmKind, payload: JobPayload): Promise<AlarmFacts> {
  const { url } = ctx.settings;
  const { subject, kind, reason } = payload;
  const system = about === 'silent_system' ? subject : payload.system;
  const number = (value: JobPayload[string] | undefined) => (typeof value === 'number' ? value : null);
  return {
    about,
    link: `${url}${pathOf(about, typeof subject === 'string' ? subject : '')}`,
    system: await nameOf(ctx, system),
    kind: inboxKinds.find((each): each is InboxKind => each === kind) ?? null,
    reason: typeof reason === 'string' ? reason : null,
    count: number(payload.count),
    usual: number(payload.usual),
    hours: number(payload.hours),
  };
}

function pathOf(about: AlarmKind, subject: string): string {
  switch (about) {
    case 'reported':
    case 'passed_on':
      return `/desk/messages/${subject}`;
    case 'incident_due':
      return `/desk/incidents/${subject}`;
    case 'sums_differ':
      return '/desk/reconciliation';
    case 'silent_system':
      return `/desk/failures?system=${subject}`;
    case 'failures_grew':
    case 'restored':
      return '/desk/failures';
  }
}

async function nameOf({ db }: Context, system: JobPayload[string] | undefined): Promise<string | null> {
  if (typeof system !== 'string' || !isUuid(system)) return null;
  const { rows } = await db.query<{ name: string }>('select name from systems where id = $1', [system]);
  return rows[0]?.name ?? null;
}
