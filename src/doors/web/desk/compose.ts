import type { Request, RequestHandler, Response } from 'express';
import type { ComposePage, FieldError } from '../../../../views/models/desk.ts';
import { acceptMessage } from '../../../delivery/accept-message.ts';
import { parseEmailAddress, parsePhoneNumber } from '../../../delivery/addresses.ts';
import type { Context } from '../../../delivery/context.ts';
import { limits } from '../../../delivery/limits.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { languageOfCountry } from '../../../message/languages.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { type ComposeForm, readComposeForm } from './compose-form.ts';
import { personOf, signedIn } from './signed-in.ts';

const path = '/desk/messages/new';
const mostRows = 100;

export const showCompose = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const language = languageOfCountry(options.ctx.settings.country);
    const rows = Array.from({ length: 1 }, () => ({ email: '', phone: '', name: '', language }));
    const form = { rows, subject: '', text: '', expiresDays: limits.expiryDays, more: false, files: 0 };
    show(options.ctx, request, response, staff, form, []);
  });

export const postMessage = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const { form, staging } = await readComposeForm(ctx, request);
    const rows = form.rows.filter((row) => row.email.trim() || row.phone.trim() || row.name.trim());
    const errors = form.more ? [] : problemsOf(ctx, form);
    if (form.more || errors.length > 0) {
      await staging.discard();
      const language = languageOfCountry(ctx.settings.country);
      const empty = { email: '', phone: '', name: '', language };
      const shown = form.more || rows.length === 0 ? [...form.rows, empty].slice(0, mostRows) : form.rows;
      return show(ctx, request, response, staff, { ...form, rows: form.more ? shown : form.rows }, errors);
    }
    try {
      const { id } = await acceptMessage(
        ctx,
        { kind: 'person', id: staff.id, unit: staff.unit, senders: [staff.email] },
        {
          from: staff.email,
          to: rows.map(({ email, phone, name, language }) => ({ email, phone, name, language })),
          subject: form.subject,
          text: form.text,
          expiresAt: new Date(Date.now() + form.expiresDays * 24 * 60 * 60 * 1000).toISOString(),
        },
        staging,
      );
      response.redirect(303, `/desk/messages/${id}?done=sent`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      show(ctx, request, response, staff, form, [{ field: fieldOf(error), row: null, problem: error.code }]);
    }
  });

/** At the desk a slip is mended before sending, so every row is judged here; the verb judges again. */
function problemsOf(ctx: Context, form: ComposeForm): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [row, { email, phone, name }] of form.rows.entries()) {
    if (!email.trim() && !phone.trim() && !name.trim()) continue;
    const address = parseEmailAddress(email);
    if (!address) errors.push({ field: 'email', row, problem: 'email_invalid' });
    else if (seen.has(address.toLowerCase())) errors.push({ field: 'email', row, problem: 'already_exists' });
    else seen.add(address.toLowerCase());
    if (phone.trim() && !parsePhoneNumber(phone, ctx.settings.country)) {
      errors.push({ field: 'phone', row, problem: 'phone_invalid' });
    }
  }
  if (seen.size === 0 && errors.length === 0) {
    errors.push({ field: 'recipients', row: null, problem: 'no_recipient_left' });
  }
  if (!form.text.trim() && form.files === 0)
    errors.push({ field: 'text', row: null, problem: 'empty_message' });
  return errors;
}

function fieldOf(refusal: Refusal): FieldError['field'] {
  if (refusal.code === 'empty_message' || refusal.code === 'too_large') return 'text';
  if (refusal.code === 'too_many_attachments') return 'files';
  if (refusal.code === 'expiry_invalid') return 'expiresDays';
  if (refusal.code === 'invalid') return 'subject';
  return 'recipients';
}

function show(
  ctx: Context,
  request: Request,
  response: Response,
  staff: StaffMember,
  form: ComposeForm,
  errors: readonly FieldError[],
): void {
  const model: ComposePage = {
    person: personOf(staff),
    action: '/desk/messages',
    rows: form.rows,
    subject: form.subject,
    text: form.text,
    expiresDays: form.expiresDays,
    errors,
    units: [{ id: staff.unit, name: staff.unitName }],
    unit: staff.unit,
    senderAddress: staff.email,
    maxRecipients: mostRows,
    filesLost: form.files > 0,
  };
  sendPage(ctx, request, response, 'desk-compose', model, { status: errors.length > 0 ? 422 : 200, path });
}
