import { networkOf, spend } from '../delivery/budgets.ts';
import type { Context } from '../delivery/context.ts';
import { Refusal } from '../message/refusals.ts';
import { gatewayPatterns } from './gateway-addresses.ts';
import { narrowest, type Range, rangeOf } from './gateway-networks.ts';
import { remembered } from './remembered.ts';
import type { System } from './staff.ts';
import { liveSecretSql, markUsed, staleUseSql, systemOf } from './systems/secrets.ts';

/** A network from which a system sends without signing in. `network`: CIDR. */
export interface TrustedNetwork {
  readonly network: string;
  /** Name of the system. */
  readonly system: string;
}

/** Whose a network is. `missing`: the name that the operator's settings give, though no system has it. */
export interface Neighbour {
  readonly system?: System | undefined;
  readonly missing?: string | undefined;
}

interface Known {
  readonly systems: readonly System[];
  /** By the id of a live secret that sends. */
  readonly secrets: ReadonlyMap<string, { readonly system: System; isStale: boolean }>;
  readonly ranges: readonly (Range & { readonly system: System })[];
}

interface Row extends System {
  readonly networks: readonly string[];
  readonly secrets: readonly { readonly id: string; readonly isStale: boolean }[];
}

/** The systems that send by SMTP: who may do so from where, or with which secret. */
export class GatewaySystems {
  readonly #ctx: Context;
  readonly #configured: readonly (Range & { readonly name: string })[];
  readonly #remembered: () => Promise<Known>;
  #latest: Known = { systems: [], secrets: new Map(), ranges: [] };

  /** `trusted`: what the operator configured, besides the networks that systems have in the database. */
  constructor(ctx: Context, trusted: readonly TrustedNetwork[]) {
    this.#ctx = ctx;
    this.#configured = trusted.map(({ network, system }) => ({ ...rangeOf(network), name: system }));
    this.#remembered = remembered(() => this.#ask());
  }

  /** Whether an address is one of a network that needs no AUTH, as far as that can be said without waiting. */
  isTrusted(ip: string): boolean {
    if (narrowest(this.#configured, ip)) return true;
    // For the next connection: what is not known yet only waits longer for its greeting.
    this.#remembered().catch(() => undefined);
    return narrowest(this.#latest.ranges, ip) !== undefined;
  }

  /** Who may send from an address without signing in: of all networks that hold it, the narrowest says. */
  async ofNetwork(ip: string): Promise<Neighbour> {
    const known = await this.#remembered();
    const configured = narrowest(this.#configured, ip);
    const own = narrowest(known.ranges, ip);
    if (!configured || (own && own.prefix > configured.prefix)) return { system: own?.system };
    const called = ({ name }: System) => name.toLowerCase() === configured.name.toLowerCase();
    const system = known.systems.find(called) ?? (await this.#ask()).systems.find(called);
    return system ? { system } : { missing: configured.name };
  }

  /** The system whose secret signed in, as it stands now; `undefined`: the secret has ended since. */
  async current(secret: string): Promise<System | undefined> {
    // One that has just been made is not remembered yet.
    const known = (await this.#remembered()).secrets.get(secret) ?? (await this.#ask()).secrets.get(secret);
    if (known?.isStale) {
      known.isStale = false;
      await markUsed(this.#ctx, secret);
    }
    return known?.system;
  }

  /**
   * The id of the secret, where the id of its system is right too. Refuses: unauthenticated, budget_spent. Only guesses
   * count, by network, so that a system that knows its secret is never locked out by one that does not.
   */
  async signIn(id: string, secret: string, ip: string): Promise<string> {
    const system = await systemOf(this.#ctx, secret);
    if (system && system.id === id.trim().toLowerCase()) {
      if (system.scopes.includes('messages:send')) return system.secret;
      throw new Refusal(
        'unauthenticated',
        'This secret is right, but not made for sending: its scopes lack messages:send. Have an administrator make one that has it.',
      );
    }
    await this.#ctx.db.transaction((tx) =>
      spend(tx, [{ scope: 'smtp-sign-in/network', subject: networkOf(ip), limit: 100, windowMinutes: 15 }]),
    );
    throw new Refusal(
      'unauthenticated',
      'The user name is the id of the system, the password its secret: one of them is not right.',
    );
  }

  async #ask(): Promise<Known> {
    const { rows } = await this.#ctx.db.query<Row>({
      name: 'gateway-systems',
      text: `select s.id, s.name, s.unit_id as unit, s.senders, s.networks::text[] as networks,
          coalesce(k.secrets, '[]') as secrets,
          array(select distinct unnest(k.scopes) from system_secrets k
            where k.system_id = s.id and ${liveSecretSql}) as scopes
        from systems s cross join lateral (
          select jsonb_agg(jsonb_build_object('id', k.id, 'isStale', ${staleUseSql})) as secrets
          from system_secrets k
          where k.system_id = s.id and ${liveSecretSql} and 'messages:send' = any (k.scopes)
        ) k
        where s.revoked_at is null order by s.created_at, s.id`,
    });
    const found = rows.map(({ networks, secrets, ...row }) => ({
      networks,
      secrets,
      system: { ...row, senders: gatewayPatterns(row.senders) },
    }));
    this.#latest = {
      systems: found.map(({ system }) => system),
      secrets: new Map(
        found.flatMap(({ secrets, system }) =>
          secrets.map(({ id, isStale }) => [id, { system, isStale }] as const),
        ),
      ),
      ranges: found.flatMap(({ networks, system }) =>
        networks.map((network) => ({ ...rangeOf(network), system })),
      ),
    };
    return this.#latest;
  }
}
