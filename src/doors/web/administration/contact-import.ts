import type { Request, RequestHandler, Response } from 'express';
import type { ContactImportPage, ImportRowView } from '../../../../views/models/contacts.ts';
import type { Context } from '../../../delivery/context.ts';
import { applyImport } from '../../../desk/contacts/apply-import.ts';
import { discardImport } from '../../../desk/contacts/discard-import.ts';
import { findImport } from '../../../desk/contacts/import.ts';
import type { Keeper } from '../../../desk/contacts/keeper.ts';
import { type ImportRow, listImportRows } from '../../../desk/contacts/list-import-rows.ts';
import { undoImport } from '../../../desk/contacts/undo-import.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import {
  type ColumnKind,
  columnKinds,
  importLimits,
  type RowAction,
} from '../../../message/contact-imports.ts';
import { Refusal, type RefusalCode } from '../../../message/refusals.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { keeperOf, statusOf } from './contact-places.ts';

/** Rows of each kind that the page shows. */
const shown = 50;

export const showImport = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', (request, response, staff) =>
    sendImport(options, request, response, staff, null),
  );

export const postApplication = (options: WebOptions): RequestHandler => acting(options, applyImport);

export const postUndo = (options: WebOptions): RequestHandler => acting(options, undoImport);

export const postDiscard = (options: WebOptions): RequestHandler =>
  acting(options, discardImport, () => '/desk/contacts/imports?done=discarded');

const pageOf = (id: string): string => `/desk/contacts/imports/${id}`;

/** Does something to an import; where it stands otherwise by now, its page says so. */
const acting = (
  options: WebOptions,
  verb: (ctx: Context, keeper: Keeper, id: string) => Promise<unknown>,
  next: (id: string) => string = pageOf,
): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const id = param(request, 'id');
    try {
      await verb(options.ctx, keeperOf(staff), id);
      response.redirect(303, next(id));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
      await sendImport(options, request, response, staff, error.code);
    }
  });

async function sendImport(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  error: RefusalCode | null,
): Promise<void> {
  const keeper = keeperOf(staff);
  const found = await findImport(ctx.db, keeper, param(request, 'id'));
  const { id, state, createdAt, appliedAt, undoneAt, by, unitName, findings } = found;
  const { encoding, separator, columns, ignored, counts, applied, undone } = findings;
  const list = async (action: RowAction) => {
    const { rows, next } = await listImportRows(ctx.db, keeper, id, { action, limit: shown });
    return { rows: rows.map(rowOf), more: next !== undefined };
  };
  const [add, change, same, problem] = await Promise.all([
    list('add'),
    list('change'),
    list('same'),
    list('problem'),
  ]);
  const model: ContactImportPage = {
    person: personOf(staff),
    id,
    state,
    at: createdAt,
    appliedAt,
    undoneAt,
    until: daysAfter(createdAt),
    by,
    unit: unitName,
    encoding,
    separator,
    columns: columnKinds.flatMap((kind: ColumnKind) => {
      const name = columns[kind];
      return name === undefined ? [] : [{ kind, name }];
    }),
    ignored,
    counts,
    applied: applied ?? null,
    undone: undone ?? null,
    lists: { add, change, same, problem },
    error,
  };
  const status = error ? statusOf(error) : 200;
  sendPage(ctx, request, response, 'desk-contact-import', model, { status, path: pageOf(id) });
}

const daysAfter = (iso: string): string =>
  new Date(Date.parse(iso) + importLimits.days * 24 * 60 * 60 * 1000).toISOString();

const rowOf = ({ unitName, action: _, ...row }: ImportRow): ImportRowView => ({ ...row, unit: unitName });
