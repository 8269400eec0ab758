import { randomUUID } from 'node:crypto';
import { readImport } from '../../../src/desk/contacts/read-import.ts';
import { listImportRows } from '../../../src/desk/contacts/list-import-rows.ts';
import type { Keeper } from '../../../src/desk/contacts/keeper.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import type { Portal } from '../../support/portal.ts';

export const keeperOf = (units: Keeper['units'] = null): Keeper => ({
  actor: { kind: 'staff', id: randomUUID() },
  units,
});

export const refused = (code: string, reason?: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code && (reason === undefined || error.facts.reason === reason);

/** The bytes in pieces of a size, as a network brings them. */
export async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

export const bytesOf = (file: string | Uint8Array): Uint8Array =>
  typeof file === 'string' ? Buffer.from(file) : file;

/** Reads a file into a preview. */
export const read = (
  { ctx }: Portal,
  file: string | Uint8Array,
  keeper: Keeper = keeperOf(),
  unit: string | null = null,
): Promise<string> => readImport(ctx, keeper, unit, pieces(bytesOf(file)));

/** What became of each row: `2 add ana@example.com`, or `3 problem no_address`. */
export async function outcomes({ ctx }: Portal, id: string): Promise<string[]> {
  const { rows } = await listImportRows(ctx.db, keeperOf(), id, { limit: 1000 });
  return rows.map(({ line, action, email, problem }) =>
    problem
      ? `${line} ${[problem.code, problem.detail].filter(Boolean).join(' ')}`
      : `${line} ${action} ${email}`,
  );
}

export async function addUnit({ ctx }: Portal, name: string): Promise<string> {
  const id = randomUUID();
  await ctx.db.query('insert into units (id, name, outward_name) values ($1, $2, $2)', [id, name]);
  return id;
}

export async function contactsOf({ ctx }: Portal, like = '%'): Promise<string[]> {
  const { rows } = await ctx.db.query<{ text: string }>(
    `select concat_ws(' ', c.email, c.name, c.phone, c.language, '@' || u.name, 'v' || c.version) as text
      from contacts c left join units u on u.id = c.unit_id where email like $1 order by lower(email), u.name`,
    [like],
  );
  return rows.map(({ text }) => text);
}
