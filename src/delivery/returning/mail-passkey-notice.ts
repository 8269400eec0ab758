import type { Language } from '../../message/languages.ts';
import type { Context } from '../context.ts';
import type { Handler } from '../job-types.ts';
import type { Mailer } from '../ports.ts';
import type { Texts } from '../texts.ts';

interface Row {
  email: string;
  name: string | null;
  language: Language;
  reference: string;
  unit: string;
  addedAt: string;
}

/**
 * Tells an address that a passkey was added to it, as whoever could open its messages once now can again (NIST SP 800-63B
 * §6.1.2.1 asks for it): without any link, for nothing is to be pressed.
 */
export const mailPasskeyNotice =
  (ctx: Context, mailer: Mailer, texts: Texts): Handler =>
  async ({ id, payload }) => {
    const row = await find(ctx, payload.delivery as string, payload.event as string);
    if (!row) return undefined;
    const { organisation, timeZone, mailFrom } = ctx.settings;
    const { email, name, language, unit, reference, addedAt } = row;
    const mail = texts.passkeyAdded(language, { organisation, unit, reference, addedAt, timeZone });
    const raw = await texts.compose({
      from: { name: unit, address: mailFrom },
      to: { name, address: email },
      mail,
      messageId: `${id}.passkey`,
    });
    const { subject, text } = mail;
    const about = [payload.delivery as string];
    // The null sender: an answer of a machine would come to people.
    const sent = await mailer.send({ from: '', to: email, raw, subject, text, about });
    if (sent.outcome !== 'deferred') return undefined;
    return { retryInSeconds: undefined, because: 'deferred by the next server' };
  };

/** Undefined: it was erased meanwhile. */
async function find({ db }: Context, delivery: string, event: string): Promise<Row | undefined> {
  const { rows } = await db.query<Row>(
    `select d.email, d.name, d.language, d.reference, u.outward_name as unit, e.at as "addedAt"
      from deliveries d join messages m on m.id = d.message_id join units u on u.id = m.unit_id
        join events e on e.id = $2 and e.delivery = d.id
      where d.id = $1 and d.status <> 'erased'`,
    [delivery, event],
  );
  return rows[0];
}
