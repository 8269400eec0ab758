import type { Request, RequestHandler, Response } from 'express';
import type { ComposePage, FieldError } from '../../../../views/models/compose.ts';
import { type AcceptedDelivery, acceptMessage } from '../../../delivery/accept-message.ts';
import { strengthAsked } from '../../../delivery/acknowledgements/signing-terms.ts';
import { parseEmailAddress, parsePhoneNumber } from '../../../delivery/addresses.ts';
import { blockedAmong } from '../../../delivery/blocked-addresses.ts';
import type { Context } from '../../../delivery/context.ts';
import { readIdentity } from '../../../delivery/eid/identities.ts';
import { limits } from '../../../delivery/limits.ts';
import { silenceHint } from '../../../delivery/silence/silence-hint.ts';
import { currentPolicy } from '../../../desk/policy.ts';
import { type SenderChoice, senderChoices } from '../../../desk/sender-choices.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { languageOfCountry } from '../../../message/languages.ts';
import { longestUndo } from '../../../message/recalls.ts';
import { Refusal } from '../../../message/refusals.ts';
import { unitsForDuty } from '../../../message/rights.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { showAccessCodes } from './access-codes.ts';
import { draftOfAsks, problemFrom, problemsOfAsks, usualAsks } from './compose-asks.ts';
import { type ComposeForm, readComposeForm } from './compose-form.ts';
import { keyOf, nameOf, sendOnce } from './compose-once.ts';
import { onDuty, personOf } from './signed-in.ts';

const path = '/desk/messages/new';
const mostRows = 100;

export const showCompose = (options: WebOptions): RequestHandler =>
  onDuty(options, 'write', async (request, response, staff) => {
    const { ctx } = options;
    const form = {
      key: '',
      from: '',
      rows: [emptyRow(ctx)],
      subject: '',
      text: '',
      expiresDays: limits.expiryDays,
      undoMinutes: null,
      asks: usualAsks,
      more: false,
      files: 0,
    };
    const choices = await senderChoices(ctx.db, staff);
    await show(ctx, request, response, { staff, choices, form, errors: [] });
  });

export const postMessage = (options: WebOptions): RequestHandler =>
  onDuty(options, 'write', async (request, response, staff) => {
    const { ctx } = options;
    const { form, staging } = await readComposeForm(ctx, request);
    const choices = await choicesOf(ctx, staff).catch(async (error: unknown) => {
      await staging.discard();
      throw error;
    });
    const chosen = form.from ? choices.find((choice) => valueOf(choice) === form.from) : choices[0];
    const rows = form.rows.filter((row) => row.email.trim() || row.phone.trim() || row.name.trim());
    const errors = form.more ? [] : problemsOf(ctx, form);
    if (chosen && errors.length === 0 && !form.more) errors.push(...(await blocksOf(ctx, chosen, form)));
    if (!chosen) errors.unshift({ field: 'from', row: null, problem: 'sender_not_allowed' });
    if (form.more || !chosen || errors.length > 0) {
      await staging.discard();
      const shown = form.more ? [...form.rows, emptyRow(ctx)].slice(0, mostRows) : form.rows;
      return show(ctx, request, response, { staff, choices, form: { ...form, rows: shown }, errors });
    }
    const { unit, address } = chosen;
    try {
      const expiresAt = new Date(Date.now() + form.expiresDays * 24 * 60 * 60 * 1000).toISOString();
      const { id, deliveries = [] } = await sendOnce<Sent>(
        ctx,
        staff.id,
        nameOf(form, staging),
        staging,
        (reservation) =>
          acceptMessage(
            ctx,
            { kind: 'person', id: staff.id, unit, senders: [address] },
            {
              from: address,
              to: rows.map(({ email, phone, name, language, opens, identity }) => ({
                email,
                phone,
                name,
                language,
                ...(opens === 'access_code' ? { accessCode: true } : {}),
                ...(identity.trim() && ctx.settings.eid ? { identity } : {}),
              })),
              subject: form.subject,
              text: form.text,
              expiresAt,
              ...draftOfAsks(form.asks, form.expiresDays, expiresAt),
              undoMinutes: form.undoMinutes ?? undefined,
            },
            staging,
            { reservation },
          ),
      );
      const names = new Map(rows.map(({ email, name }) => [email.trim().toLowerCase(), name.trim()]));
      const codes = deliveries.flatMap(({ email, accessCode }) =>
        accessCode ? [{ email, name: names.get(email.toLowerCase()) || null, code: accessCode }] : [],
      );
      if (codes.length > 0)
        return showAccessCodes(ctx, request, response, staff, { message: id, sent: true, codes });
      response.redirect(303, `/desk/messages/${id}?done=sent`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const problem = problemFrom(error) ?? { field: fieldOf(error), row: null, problem: error.code };
      await show(ctx, request, response, { staff, choices, form, errors: [problem] });
    }
  });

/** What was answered before is kept without its codes. */
interface Sent {
  readonly id: string;
  readonly deliveries?: readonly AcceptedDelivery[];
}

/** Refuses forbidden where somebody may no longer write for any unit. */
async function choicesOf(ctx: Context, staff: StaffMember): Promise<SenderChoice[]> {
  const choices = await senderChoices(ctx.db, staff);
  if (choices.length === 0) throw new Refusal('forbidden');
  return choices;
}

const valueOf = ({ unit, address }: SenderChoice): string => `${unit} ${address}`;

const emptyRow = (ctx: Context) => ({
  email: '',
  phone: '',
  name: '',
  language: languageOfCountry(ctx.settings.country),
  opens: 'phone' as const,
  identity: '',
});

/** At the desk a slip is mended before sending, so every row is judged here; the verb judges again. */
function problemsOf(ctx: Context, form: ComposeForm): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [row, { email, phone, name, identity }] of form.rows.entries()) {
    if (!email.trim() && !phone.trim() && !name.trim()) continue;
    const address = parseEmailAddress(email);
    if (!address) errors.push({ field: 'email', row, problem: 'email_invalid' });
    else if (seen.has(address.toLowerCase())) errors.push({ field: 'email', row, problem: 'already_exists' });
    else seen.add(address.toLowerCase());
    if (phone.trim() && !parsePhoneNumber(phone, ctx.settings.country)) {
      errors.push({ field: 'phone', row, problem: 'phone_invalid' });
    }
    if (ctx.settings.eid && identity.trim() && !isIdentity(ctx, identity)) {
      errors.push({ field: 'identity', row, problem: 'identity_invalid' });
    }
  }
  if (seen.size === 0 && errors.length === 0) {
    errors.push({ field: 'recipients', row: null, problem: 'no_recipient_left' });
  }
  if (!form.text.trim() && form.files === 0)
    errors.push({ field: 'text', row: null, problem: 'empty_message' });
  return [...errors, ...problemsOfAsks(form.asks, form.expiresDays)];
}

function isIdentity(ctx: Context, typed: string): boolean {
  try {
    return readIdentity(ctx, typed) !== '';
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The verb would refuse them one by one, and send to the others. */
async function blocksOf(ctx: Context, { unit }: SenderChoice, form: ComposeForm): Promise<FieldError[]> {
  const emails = form.rows.map(({ email }) => email);
  const blocked = await blockedAmong(ctx.db, unit, emails);
  return emails.flatMap((email, row) =>
    blocked.has(email) ? [{ field: 'email', row, problem: 'blocked_address' } as const] : [],
  );
}

function fieldOf(refusal: Refusal): FieldError['field'] {
  if (refusal.code === 'empty_message' || refusal.code === 'too_large') return 'text';
  if (refusal.code === 'too_many_attachments') return 'files';
  if (refusal.code === 'expiry_invalid') return 'expiresDays';
  if (refusal.code === 'invalid') return refusal.facts.field === 'undoMinutes' ? 'undoMinutes' : 'subject';
  return 'recipients';
}

const isUndo = (minutes: number | null): minutes is number =>
  minutes !== null && Number.isInteger(minutes) && minutes >= 0 && minutes <= longestUndo;

interface Shown {
  readonly staff: StaffMember;
  readonly choices: readonly SenderChoice[];
  readonly form: ComposeForm;
  readonly errors: readonly FieldError[];
}

async function show(ctx: Context, request: Request, response: Response, shown: Shown): Promise<void> {
  const { staff, choices, form, errors } = shown;
  const senders = choices.map((choice) => ({ ...choice, value: valueOf(choice) }));
  const model: ComposePage = {
    person: personOf(staff),
    action: '/desk/messages',
    key: keyOf(form),
    senders,
    from: senders.some(({ value }) => value === form.from) ? form.from : (senders[0]?.value ?? ''),
    rows: form.rows.length > 0 ? form.rows : [emptyRow(ctx)],
    subject: form.subject,
    text: form.text,
    expiresDays: form.expiresDays,
    undoMinutes: isUndo(form.undoMinutes)
      ? form.undoMinutes
      : ((await currentPolicy(ctx.db)).undoMinutes ?? 0),
    asks: form.asks,
    leastStrength: await strengthAsked(ctx.db, 'code'),
    eid: ctx.settings.eid ?? null,
    errors,
    maxRecipients: mostRows,
    filesLost: form.files > 0,
    hints: await hintsOf(ctx, staff, form),
  };
  sendPage(ctx, request, response, 'desk-compose', model, { status: errors.length > 0 ? 422 : 200, path });
}

/** As many as fit on a screen: each is a look-up. */
const mostHints = 20;

/** What each row's sender should know before they write to it once more. */
const hintsOf = (
  ctx: Context,
  staff: StaffMember,
  { rows }: ComposeForm,
): Promise<ComposePage['hints'] & {}> =>
  Promise.all(
    rows.slice(0, mostHints).map(async ({ email }) => {
      const address = parseEmailAddress(email);
      if (!address) return null;
      return (await silenceHint(ctx, unitsForDuty(staff.grants, 'write'), address)) ?? null;
    }),
  );
