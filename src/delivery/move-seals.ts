import { epochDay, reseal } from '../envelope/index.ts';
import type { Context } from './context.ts';
import { enqueueJob } from './enqueue-job.ts';
import type { Handler } from './job-types.ts';
import { isUnder, type SealedPlace, sealedPlaces, underKeys } from './sealed-places.ts';

const batch = 200;

/**
 * Moves everything that is to last from older keys to that of today. Whatever lives is thereby, in a backup of any day,
 * sealed under the key of that day or of the day before, and opens for as many days as those two live. Any number may
 * work at it, and it may end anywhere. `turn`: milliseconds of work in one go, with a pause after it, so that a million seals
 * are moved within minutes and hold nobody up.
 */
export const moveSeals =
  (ctx: Context, turn = 1500): Handler =>
  async ({ payload }, finish) => {
    const fresh = await freshKeys(ctx);
    const until = performance.now() + turn;
    let after = payload.after === undefined ? null : String(payload.after);
    for (let at = Number(payload.place ?? 0); at < sealedPlaces.length; at += 1) {
      const place = sealedPlaces[at]!;
      for (;;) {
        after = await moveSome(ctx, place, fresh, after);
        if (after === null) break;
        if (performance.now() < until) continue;
        const rest = { place: at, after };
        return ctx.db.transaction(async (tx) => {
          await finish(tx);
          await enqueueJob(tx, { kind: 'move_seals', payload: rest, slot: 'rest', delaySeconds: 1 });
        });
      }
    }
  };

/** The keys of today; more than one where one of them was destroyed by hand. */
async function freshKeys({ keys }: Context): Promise<string[]> {
  const { kid: current } = await keys.current();
  return (await keys.list()).filter((kid) => epochDay(kid) >= epochDay(current));
}

/** Moves the next ones behind an id; gives the id to go on from, or null where none is left. */
async function moveSome(
  { db, keys }: Context,
  place: SealedPlace,
  fresh: readonly string[],
  after: string | null,
): Promise<string | null> {
  const { table, id, idType, sealed, label, hasKid } = place;
  const { rows } = await db.query<{ id: string; jwe: string }>(
    `select t.${id}::text as id, t.${sealed} as jwe from ${table} t
      where t.${sealed} is not null and not (${isUnder(place, 1)}) and ($2::${idType} is null or t.${id} > $2)
      order by t.${id} limit ${batch}`,
    [underKeys(place, fresh), after],
  );
  const moved = await Promise.all(rows.map(({ jwe }) => reseal(keys, label, jwe)));
  const changes = rows.flatMap((row, index) => (moved[index] ? [{ ...row, to: moved[index] }] : []));
  if (changes.length > 0) {
    // What was destroyed meanwhile has no row, and what somebody holds is passed over, for it may be about to be destroyed
    // and its holder may wait for another of these.
    await db.query(
      `with free as (
          select t.${id}, change.* from unnest($1::${idType}[], $2::text[], $3::text[], $4::text[])
              as change (row, old, kid, jwe)
            join ${table} t on t.${id} = change.row and t.${sealed} = change.old
            for update of t skip locked
        )
        update ${table} t set ${sealed} = free.jwe${hasKid ? ', kid = free.kid' : ''} from free where t.${id} = free.row`,
      [
        changes.map((each) => each.id),
        changes.map((each) => each.jwe),
        changes.map((each) => each.to.kid),
        changes.map((each) => each.to.jwe),
      ],
    );
  }
  return rows.length < batch ? null : rows.at(-1)!.id;
}
