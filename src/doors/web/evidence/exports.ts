import type { Request, RequestHandler, Response } from 'express';
import type { ExportRow, ExportsPage } from '../../../../views/models/exports.ts';
import { readTerms } from '../../../desk/evidence/terms.ts';
import { exportFormats } from '../../../desk/exports/columns.ts';
import { deleteExport } from '../../../desk/exports/delete-export.ts';
import { type Export, exportDays, findExport, listExports } from '../../../desk/exports/exports.ts';
import { makeExport } from '../../../desk/exports/make-export.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { onDuty, personOf, proven } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { allTypes, messageTypes, searcherOf, termField, termsShown, termsTyped } from './terms-form.ts';

export const showExports = (options: WebOptions): RequestHandler =>
  proven(options, 'evidence', (request, response, staff) =>
    sendExports(options, request, response, staff, {
      terms: termsShown({}),
      format: 'csv',
      problem: null,
      isDeleted: request.query.done === 'deleted',
    }),
  );

export const postExport = (options: WebOptions): RequestHandler =>
  proven(options, 'evidence', async (request, response, staff) => {
    const typed = { ...termsTyped(request), status: '' };
    const format = exportFormats.find((each) => each === field(request, 'format')) ?? 'csv';
    try {
      const id = await makeExport(options.ctx, searcherOf(staff), { terms: readTerms({ ...typed }), format });
      response.redirect(303, `/desk/exports/${id}`);
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'budget_spent'].includes(error.code)) throw error;
      const problem = error.code === 'invalid' ? termField(error) : 'too_many';
      await sendExports(options, request, response, staff, {
        terms: typed,
        format,
        problem,
        isDeleted: false,
      });
    }
  });

export const showExport = (options: WebOptions): RequestHandler =>
  onDuty(options, 'evidence', async (request, response, staff) => {
    const { ctx } = options;
    const found = await findExport(ctx.db, searcherOf(staff), param(request, 'id'));
    const { id, terms, bytes, sha256, until } = found;
    sendPage(ctx, request, response, 'desk-evidence-export', {
      person: personOf(staff),
      id,
      row: rowOf(found),
      terms: terms && termsShown(terms),
      bytes,
      sha256,
      until,
      filename: filenameOf(found),
    });
  });

export const postExportDeletion = (options: WebOptions): RequestHandler =>
  onDuty(options, 'evidence', async (request, response, staff) => {
    await deleteExport(options.ctx, searcherOf(staff), param(request, 'id'));
    response.redirect(303, '/desk/exports?done=deleted');
  });

/** `evidence-2026-11-21.csv`, by the day on which it was asked for. */
export const filenameOf = ({ madeAt, format }: Export): string =>
  `evidence-${madeAt.slice(0, 10)}.${format === 'jsonl' ? 'jsonl' : 'csv'}`;

const rowOf = ({ id, madeAt, by, format, state, next, size, rows }: Export): ExportRow => ({
  href: `/desk/exports/${id}`,
  at: madeAt,
  by,
  format,
  state,
  percent: size === 0 ? 100 : Math.floor((next / size) * 100),
  rows,
});

async function sendExports(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  state: Pick<ExportsPage, 'terms' | 'format' | 'problem' | 'isDeleted'>,
): Promise<void> {
  const searcher = searcherOf(staff);
  const found = await listExports(ctx.db, searcher);
  const isEverything = searcher.units === null;
  const model: ExportsPage = {
    person: personOf(staff),
    types: isEverything ? allTypes : messageTypes,
    isEverything,
    rows: found.map(rowOf),
    days: exportDays,
    ...state,
  };
  const status = state.problem ? (state.problem === 'too_many' ? 429 : 422) : 200;
  sendPage(ctx, request, response, 'desk-evidence-exports', model, { status, path: '/desk/exports' });
}
