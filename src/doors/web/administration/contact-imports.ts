import type { Request, RequestHandler, Response } from 'express';
import type { ContactImportsPage, FileError } from '../../../../views/models/contacts.ts';
import { checkKeeps } from '../../../desk/contacts/keeper.ts';
import { listImports } from '../../../desk/contacts/import.ts';
import { readImport } from '../../../desk/contacts/read-import.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { type FileProblem, fileProblems } from '../../../message/contact-imports.ts';
import { Refusal } from '../../../message/refusals.ts';
import { followedBy } from '../../http/followed-by.ts';
import { onDuty, personOf, stillOnDuty } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { keeperOf, placeOf, placesOf, usualPlace } from './contact-places.ts';
import { readUpload } from './contact-upload.ts';

type State = Partial<Pick<ContactImportsPage, 'unit' | 'isDiscarded' | 'error'>>;

export const showImports = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', (request, response, staff) =>
    sendImports(options, request, response, staff, { isDiscarded: request.query.done === 'discarded' }),
  );

/** The file is read as it comes, and answered when its preview stands. */
export const postImport = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    let unit = '';
    try {
      const id = await readUpload(request, async (fields, file) => {
        unit = fields.get('unit') ?? '';
        const place = placeOf(unit);
        if (place === undefined) throw new Refusal('invalid');
        const check = async () =>
          checkKeeps(keeperOf(await stillOnDuty(options, request, 'contacts')), place);
        return readImport(options.ctx, keeperOf(staff), place, followedBy(file, check));
      });
      response.redirect(303, `/desk/contacts/imports/${id}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const now = await stillOnDuty(options, request, 'contacts');
      await sendImports(options, request, response, now, { unit, error: errorOf(error) });
    }
  });

async function sendImports(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { unit, isDiscarded = false, error = null }: State,
): Promise<void> {
  const keeper = keeperOf(staff);
  const [places, imports] = await Promise.all([placesOf(ctx, keeper), listImports(ctx.db, keeper)]);
  const model = {
    person: personOf(staff),
    ...places,
    unit: unit || usualPlace(keeper, staff, places),
    rows: imports.map(({ id, createdAt, by, state, findings }) => ({
      href: `/desk/contacts/imports/${id}`,
      at: createdAt,
      by,
      state,
      counts: findings.counts,
    })),
    isDiscarded,
    error,
  };
  const status = error ? 422 : 200;
  sendPage(ctx, request, response, 'desk-contact-imports', model, { status, path: '/desk/contacts/imports' });
}

function errorOf({ code, facts }: Refusal): NonNullable<ContactImportsPage['error']> {
  const { reason, line } = facts;
  return isFileProblem(reason)
    ? ({ reason, line: typeof line === 'number' ? line : null } satisfies FileError)
    : { code };
}

const isFileProblem = (text: unknown): text is FileProblem =>
  (fileProblems as readonly unknown[]).includes(text);
