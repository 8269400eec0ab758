import { randomUUID } from 'node:crypto';
import { isUnattended } from '../delivery/addresses.ts';
import type { Context } from '../delivery/context.ts';
import type { Sender } from '../delivery/sender.ts';
import { rememberedEach } from './remembered.ts';
import type { System } from './staff.ts';

interface Known {
  id: string;
  unit: string;
  active: boolean;
}

export const bareSender = (system: System): Sender => ({
  kind: 'system',
  id: system.id,
  unit: system.unit,
  senders: system.senders,
});

/** In whose name systems send. */
export class GatewaySenders {
  readonly #ctx: Context;
  readonly #known: (address: string) => Promise<Known | undefined>;

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.#known = rememberedEach((address) => find(ctx, address));
  }

  /**
   * Who sends a mail that a system brings: the system, in the name of the person of that address, who writes for their
   * own unit. Somebody first seen here becomes a person without a password; an address at which nobody reads does not.
   */
  async of(system: System, from: { readonly name: string; readonly address: string }): Promise<Sender> {
    const sender = bareSender(system);
    if (isUnattended(from.address)) return sender;
    const person = (await this.#known(from.address)) ?? (await introduce(this.#ctx, system, from));
    return person?.active ? { ...sender, unit: person.unit, author: person.id } : sender;
  }
}

async function find(ctx: Context, address: string): Promise<Known | undefined> {
  const { rows } = await ctx.db.query<Known>({
    name: 'find-gateway-sender',
    text: 'select id, unit_id as unit, deactivated_at is null as active from people where lower(email) = lower($1)',
    values: [address],
  });
  return rows[0];
}

async function introduce(
  ctx: Context,
  system: System,
  { name, address }: { readonly name: string; readonly address: string },
): Promise<Known | undefined> {
  const shown = name.replace(/[\s\p{Cc}]+/gu, ' ').trim() || address.slice(0, address.lastIndexOf('@'));
  await ctx.db.query(
    `with person as (
      insert into people (id, unit_id, email, name) values ($1, $2, $3, $4)
      on conflict (lower(email)) do nothing returning id, unit_id
    )
    insert into grants (person_id, role, unit_id) select id, 'sender', unit_id from person`,
    [randomUUID(), system.unit, address, shown.slice(0, 200).toWellFormed()],
  );
  return find(ctx, address);
}
