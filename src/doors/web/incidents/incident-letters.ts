import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { gapMark } from '../../../../views/drafts/authority-draft.ts';
import { letterDraft } from '../../../../views/drafts/letter-draft.ts';
import type { IncidentLetterPage } from '../../../../views/models/incidents.ts';
import { parseEmailAddress, parsePhoneNumber } from '../../../delivery/addresses.ts';
import type { Context } from '../../../delivery/context.ts';
import { limits } from '../../../delivery/limits.ts';
import type { RecipientDraft } from '../../../delivery/recipients.ts';
import { Staging } from '../../../delivery/stage-message.ts';
import type { Incident } from '../../../desk/incidents/incident.ts';
import { readIncident } from '../../../desk/incidents/read-incident.ts';
import { sendLetter } from '../../../desk/incidents/send-letter.ts';
import { type SenderChoice, senderChoices } from '../../../desk/sender-choices.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { isLanguage, type Language, languageOfCountry } from '../../../message/languages.ts';
import { Refusal, type RefusalCode } from '../../../message/refusals.ts';
import { nameOf, sendOnce } from '../desk/compose-once.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { keeperOf } from './incident-form.ts';

type Form = Pick<IncidentLetterPage, 'key' | 'from' | 'to' | 'language' | 'draft' | 'subject' | 'text'>;
type Problem = NonNullable<IncidentLetterPage['problem']>;

const languageIn = (ctx: Context, text: unknown): Language =>
  isLanguage(text) ? text : languageOfCountry(ctx.settings.country);

/** `GET /desk/incidents/{id}/letters?draft=sv`: a letter to begin from. */
export const showLetter = (options: WebOptions): RequestHandler =>
  onDuty(options, 'incidents', async (request, response, staff) => {
    const { ctx } = options;
    const incident = await readIncident(ctx, keeperOf(staff), param(request, 'id'));
    const draft = languageIn(ctx, request.query.draft);
    await show(options, request, response, staff, incident, {
      key: randomBytes(16).toString('base64url'),
      from: '',
      to: '',
      language: draft,
      draft,
      ...letterDraft(incident, draft, ctx.settings.organisation),
    });
  });

export const postLetter = (options: WebOptions): RequestHandler =>
  onDuty(options, 'incidents', async (request, response, staff) => {
    const { ctx } = options;
    const keeper = keeperOf(staff);
    const incident = await readIncident(ctx, keeper, param(request, 'id'));
    const form = formOf(ctx, request);
    const problem = (await choicesOf(ctx, staff), gapIn(form));
    const { to, strange } = recipientsOf(ctx, form);
    if (problem || strange) {
      return show(options, request, response, staff, incident, form, problem ?? strange);
    }
    const [unit = '', from = ''] = form.from.split(' ');
    const staging = new Staging(ctx);
    const { key, subject, text } = form;
    const said = {
      key,
      from: form.from,
      rows: [],
      subject: `${incident.id} ${subject}`,
      text: form.to + text,
    };
    const name = nameOf({ ...said, expiresDays: 0, undoMinutes: null, more: false, files: 0 }, staging);
    try {
      await sendOnce(ctx, staff.id, name, staging, async (reservation) => ({
        id: await sendLetter(
          ctx,
          keeper,
          staff,
          incident.id,
          { unit, from, to, subject, text },
          {
            staging,
            reservation,
          },
        ),
      }));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found' || error.code === 'forbidden')
        throw error;
      const failed = { field: fieldOf(error), code: error.code, line: null };
      return show(options, request, response, staff, incident, form, failed);
    }
    response.redirect(303, `/desk/incidents/${incident.id}?done=sent&section=letters#letters`);
  });

function formOf(ctx: Context, request: Request): Form {
  const text = (name: string) => field(request, name).toWellFormed();
  return {
    key: text('key'),
    from: text('from'),
    to: text('to'),
    language: languageIn(ctx, field(request, 'language')),
    draft: languageIn(ctx, field(request, 'draft')),
    subject: text('subject'),
    text: text('text'),
  };
}

/** Nobody affected is to read that something is not yet known because somebody forgot to write it. */
const gapIn = ({ draft, text, subject }: Form): Problem | null =>
  `${subject}\n${text}`.includes(gapMark(draft)) ? { field: 'gaps', code: 'invalid', line: null } : null;

/** One of each line: an address, and after a comma, a semicolon or a space a phone number. */
function recipientsOf(
  ctx: Context,
  { to, language }: Form,
): { to: RecipientDraft[]; strange: Problem | null } {
  const found: RecipientDraft[] = [];
  const seen = new Set<string>();
  const wrong = (code: RefusalCode, line: string) => ({
    to: [],
    strange: { field: 'to', code, line: line.slice(0, 200) } as const,
  });
  for (const line of to.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [, address = '', phone = ''] = /^([^\s,;]+)[\s,;]*(.*)$/.exec(line) ?? [];
    const email = parseEmailAddress(address);
    if (!email) return wrong('email_invalid', line);
    if (seen.has(email.toLowerCase())) return wrong('already_exists', line);
    if (phone !== '' && !parsePhoneNumber(phone, ctx.settings.country)) return wrong('phone_invalid', line);
    seen.add(email.toLowerCase());
    found.push({ email, language, ...(phone === '' ? {} : { phone }) });
  }
  const none = found.length === 0 || found.length > limits.recipients;
  const code = found.length === 0 ? 'no_recipient_left' : 'too_many_recipients';
  return none ? { to: [], strange: { field: 'to', code, line: null } } : { to: found, strange: null };
}

function fieldOf({ code, facts }: Refusal): Problem['field'] {
  if (code === 'sender_not_allowed') return 'from';
  if (code === 'empty_message' || code === 'too_large') return 'text';
  if (code === 'invalid') return facts.field === 'subject' ? 'subject' : 'text';
  return code === 'no_recipient_left' || code === 'no_phone' || code === 'blocked_address' ? 'to' : null;
}

/** Refuses forbidden where somebody may not write for any unit. */
async function choicesOf(ctx: Context, staff: StaffMember): Promise<SenderChoice[]> {
  const choices = await senderChoices(ctx.db, staff);
  if (choices.length === 0) throw new Refusal('forbidden');
  return choices;
}

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { id, number, title }: Incident,
  form: Form,
  problem: Problem | null = null,
): Promise<void> {
  const senders = (await choicesOf(ctx, staff)).map(({ unit, unitName, address }) => ({
    value: `${unit} ${address}`,
    unitName,
    address,
  }));
  const path = `/desk/incidents/${id}`;
  const model: IncidentLetterPage = {
    person: personOf(staff),
    path,
    number,
    title,
    senders,
    ...form,
    from: senders.some(({ value }) => value === form.from) ? form.from : senders[0]!.value,
    mark: gapMark(form.draft),
    problem,
  };
  const again = `${path}/letters?draft=${form.draft}`;
  sendPage(ctx, request, response, 'desk-incident-letter', model, {
    status: problem ? 422 : 200,
    path: again,
  });
}
