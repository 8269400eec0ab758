import type { Request } from 'express';
import type { Context } from '../../delivery/context.ts';
import { applyImport } from '../../desk/contacts/apply-import.ts';
import { findImport } from '../../desk/contacts/import.ts';
import { importLimits } from '../../message/contact-imports.ts';
import type { Keeper } from '../../desk/contacts/keeper.ts';
import { type ImportRow, listImportRows } from '../../desk/contacts/list-import-rows.ts';
import { readImport } from '../../desk/contacts/read-import.ts';
import { undoImport } from '../../desk/contacts/undo-import.ts';
import { unitCalled } from '../../desk/people/units.ts';
import { Refusal } from '../../message/refusals.ts';
import { followedBy } from '../http/followed-by.ts';
import { receive } from '../http/receive.ts';
import { keeperOf, withoutNulls } from './contact-answers.ts';
import { parseParameters } from './header-parameters.ts';
import { type Operation, operation } from './operation.ts';
import { checkNotEncoded } from './read-json.ts';
import * as schemas from './schemas-contacts.ts';

const id = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f11';
const counts = { add: 120, change: 3, same: 40, problem: 1 };
const row = {
  line: 17,
  action: 'problem' as const,
  problem: { code: 'address_invalid' as const },
  email: 'ana@example',
};
const preview = {
  id,
  state: 'preview' as const,
  createdAt: '2026-11-21T13:05:09.123456Z',
  findings: {
    encoding: 'windows-1252' as const,
    separator: ';' as const,
    columns: { email: 'E-mail', phone: 'Mobil' },
    ignored: ['Titel'],
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  },
  counts,
  problems: [row],
};
const applied = { added: 120, changed: 3, skipped: 0 };
const undone = { deleted: 120, restored: 2, kept: 1 };

const rowOf = ({ unitName, before, ...row }: ImportRow) =>
  withoutNulls({ ...row, unit: unitName, before: before && withoutNulls(before) });

async function answer(ctx: Context, keeper: Keeper, id: string) {
  const { unitName, unit: _, by: __, findings, ...found } = await findImport(ctx.db, keeper, id);
  const { counts, applied, undone, separator, ...facts } = findings;
  const { rows } = await listImportRows(ctx.db, keeper, id, { action: 'problem', limit: 50 });
  return {
    ...withoutNulls({ ...found, unit: unitName }),
    findings: { ...facts, ...(separator ? { separator } : {}) },
    counts,
    ...(applied ? { applied } : {}),
    ...(undone ? { undone } : {}),
    problems: rows.map(rowOf),
  };
}

/** Refuses unsupported_media_type. */
function checkIsCsv(req: Request): void {
  if (parseParameters(req.headers['content-type'] ?? '')?.value !== 'text/csv') {
    throw new Refusal('unsupported_media_type', 'Send the file as text/csv.');
  }
  checkNotEncoded(req);
}

/** Files of contacts: looked at first, then applied, and undone where that was wrong. docs/contacts.md has the format. */
export const importOperations: readonly Operation[] = [
  operation({
    method: 'post',
    path: '/contact-imports',
    id: 'createContactImport',
    summary: 'Send a file of contacts in CSV, and see what it would do',
    description:
      `At most ${importLimits.rows} rows and ${importLimits.bytes / 1024 / 1024} MiB. No contact is touched before it ` +
      'is applied. The encoding is found in the file; a charset of the Content-Type is not looked at. A file that is ' +
      'not taken has the reason in the fact `reason`.',
    scope: 'contacts',
    query: schemas.importQuery,
    media: 'text/csv',
    answer: schemas.contactImport,
    examples: { answer: preview },
    problems: ['forbidden', 'invalid'],
    async run({ ctx, actor, query }, { req, pace, confirm }) {
      checkIsCsv(req);
      const keeper = keeperOf(actor);
      const unit = query.unit === undefined ? null : await unitCalled(ctx.db, query.unit);
      const made = await readImport(ctx, keeper, unit, followedBy(receive(req, pace), confirm));
      return { value: await answer(ctx, keeper, made) };
    },
  }),

  operation({
    method: 'get',
    path: '/contact-imports/{id}',
    id: 'getContactImport',
    summary: 'Read what an import would do, or did',
    description: `For ${importLimits.days} days.`,
    scope: 'contacts',
    answer: schemas.contactImport,
    examples: { answer: { ...preview, state: 'applied' as const, appliedAt: preview.createdAt, applied } },
    problems: ['forbidden', 'not_found'],
    async run({ ctx, actor, id }) {
      return { value: await answer(ctx, keeperOf(actor), id) };
    },
  }),

  operation({
    method: 'get',
    path: '/contact-imports/{id}/rows',
    id: 'listContactImportRows',
    summary: 'List the rows of an import',
    scope: 'contacts',
    query: schemas.rowsQuery,
    answer: schemas.importRows,
    examples: { answer: { rows: [row], next: 17 } },
    problems: ['forbidden', 'not_found', 'invalid'],
    async run({ ctx, actor, id, query }) {
      const { rows, next } = await listImportRows(ctx.db, keeperOf(actor), id, query);
      return { value: { rows: rows.map(rowOf), ...(next === undefined ? {} : { next }) } };
    },
  }),

  operation({
    method: 'post',
    path: '/contact-imports/{id}/applications',
    id: 'applyContactImport',
    summary: 'Do what an import’s preview shows',
    description:
      'All its good rows, in one transaction. A row whose contact was changed since the preview is skipped, and ' +
      'becomes a problem.',
    scope: 'contacts',
    body: schemas.nothing,
    answer: schemas.contactImport,
    examples: { body: {}, answer: { ...preview, state: 'applied' as const, applied } },
    problems: ['forbidden', 'not_found', 'changed_meanwhile', 'invalid'],
    async run({ ctx, actor, id }) {
      await applyImport(ctx, keeperOf(actor), id);
      return { value: await answer(ctx, keeperOf(actor), id) };
    },
  }),

  operation({
    method: 'post',
    path: '/contact-imports/{id}/undos',
    id: 'undoContactImport',
    summary: 'Take back what an import did',
    description: 'Contacts that were changed or deleted since stay as they are; their rows become problems.',
    scope: 'contacts',
    body: schemas.nothing,
    answer: schemas.contactImport,
    examples: { body: {}, answer: { ...preview, state: 'undone' as const, applied, undone } },
    problems: ['forbidden', 'not_found', 'changed_meanwhile', 'invalid'],
    async run({ ctx, actor, id }) {
      await undoImport(ctx, keeperOf(actor), id);
      return { value: await answer(ctx, keeperOf(actor), id) };
    },
  }),
];
