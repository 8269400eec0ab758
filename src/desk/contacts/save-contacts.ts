import { createHash, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Actor } from '../../evidence/record-event.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { unitCalled } from '../people/units.ts';
import { differenceOf, recordChange } from '../record-change.ts';
import { type ContactValues, fieldsOf, valuesOf } from './contact.ts';
import { type IdentityChange, readGivenIdentity } from './contact-identity.ts';
import { lockBulk } from './lock-bulk.ts';
import { type ListedIdentity, saveIdentities } from './save-identities.ts';

export interface ListedContact {
  readonly email: string;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly language?: Language | undefined;
  /** National identity number; absent: as it was. */
  readonly identity?: string | undefined;
  /** Name of the unit it belongs to; absent: the whole organisation. */
  readonly unit?: string | undefined;
}

/**
 * Up to so many changes get an event each, with before and after, so that the history of a contact is whole where a
 * system keeps contacts one by one. Beyond that one event stands for the request: ten thousand would cost more than the
 * contacts themselves, and nobody could read them.
 */
const mostEvents = 100;

/**
 * Adds or replaces contacts, all or none; of several with the same address and unit the last counts. Refuses, naming the
 * place in the list: email_invalid, phone_invalid, invalid.
 */
export async function saveContacts(
  ctx: Context,
  actor: Actor,
  list: readonly ListedContact[],
): Promise<{ saved: number }> {
  await ctx.db.transaction(async (tx) => {
    const { values, identities } = await judge(ctx, tx, list);
    await lockBulk(tx);
    const changes = withIdentities(await upsert(tx, values), await saveIdentities(ctx, tx, identities));
    if (changes.length <= mostEvents) {
      for (const change of changes) await recordOne(tx, actor, change);
      return;
    }
    const added = changes.filter(({ before, after }) => before === null && after !== null).length;
    const digest = createHash('sha256').update(canonicalize(values.map(fieldsOf))!);
    await recordChange(tx, {
      type: 'contacts.imported',
      actor,
      kind: 'import',
      subject: randomUUID(),
      details: { added, changed: changes.length - added },
      // Of a short list a digest could be guessed: it is committed to, as the contacts themselves would be.
      after: { sha256: digest.digest('hex') },
    });
  });
  return { saved: list.length };
}

async function judge(
  ctx: Context,
  tx: Queryable,
  list: readonly ListedContact[],
): Promise<{ values: ContactValues[]; identities: ListedIdentity[] }> {
  const units = new Map<string, string>();
  const values: ContactValues[] = [];
  const identities: ListedIdentity[] = [];
  for (const [index, { unit: unitName, ...contact }] of list.entries()) {
    if (unitName && !units.has(unitName)) units.set(unitName, await unitCalled(tx, unitName));
    const unit = unitName ? units.get(unitName)! : null;
    try {
      const value = valuesOf({ ...contact, unit }, ctx.settings.country);
      values.push(value);
      if (contact.identity?.trim()) {
        identities.push({ email: value.email, unit, number: readGivenIdentity(ctx, contact.identity) });
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(error.code, `Contact ${index + 1}: ${error.message}.`.replace(/\.+$/, '.'), {
        ...error.facts,
        index,
      });
    }
  }
  return { values, identities };
}

interface Saved {
  readonly id: string;
  readonly before: ContactValues | null;
  /** Null: only its identity number is another. */
  readonly after: ContactValues | null;
  readonly identity?: IdentityChange;
}

function withIdentities(
  saved: readonly Saved[],
  identities: ReadonlyMap<string, IdentityChange>,
): readonly Saved[] {
  const known = new Set(saved.map(({ id }) => id));
  const others = [...identities.keys()].filter((id) => !known.has(id));
  return [...saved, ...others.map((id) => ({ id, before: null, after: null }))].map((each) => {
    const identity = identities.get(each.id);
    return identity ? { ...each, identity } : each;
  });
}

/** Gives what was added or has other values now. */
async function upsert(tx: Queryable, values: readonly ContactValues[]): Promise<Saved[]> {
  const { rows } = await tx.query<Saved>(
    `with given as (
        select distinct on (lower(email), unit) * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[])
          with ordinality as g (email, name, phone, language, unit, place)
        order by lower(email), unit, place desc
      ), stood as (
        select c.id, c.email, c.name, c.phone, c.language, c.unit_id as unit
        from contacts c join given g on lower(g.email) = lower(c.email) and g.unit is not distinct from c.unit_id
      ), saved as (
        insert into contacts as c (id, email, name, phone, language, unit_id)
          select gen_random_uuid(), email, name, phone, language, unit from given
        on conflict (lower(email), unit_id) do update
          set name = excluded.name, phone = excluded.phone, language = excluded.language, updated_at = now(),
            version = c.version + 1
          where (c.name, c.phone, c.language) is distinct from (excluded.name, excluded.phone, excluded.language)
        returning c.id, c.email, c.name, c.phone, c.language, c.unit_id as unit
      )
      select s.id, case when b.id is not null then to_jsonb(b) - 'id' end as before, to_jsonb(s) - 'id' as after
      from saved s left join stood b on b.id = s.id`,
    [
      values.map(({ email }) => email),
      values.map(({ name }) => name),
      values.map(({ phone }) => phone),
      values.map(({ language }) => language),
      values.map(({ unit }) => unit),
    ],
  );
  return rows;
}

async function recordOne(tx: Queryable, actor: Actor, { id, before, after, identity }: Saved): Promise<void> {
  const isNew = after !== null && before === null;
  await recordChange(tx, {
    type: isNew ? 'contact.created' : 'contact.changed',
    actor,
    kind: 'contact',
    subject: id,
    details: identity ? { identity } : {},
    ...(isNew ? { before: null, after: fieldsOf(after) } : {}),
    ...(before && after ? differenceOf(fieldsOf(before), fieldsOf(after)) : {}),
  });
}
