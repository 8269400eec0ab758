import { BlockList, isIPv6 } from 'node:net';
import { networkOf, spend } from '../delivery/budgets.ts';
import type { Context } from '../delivery/context.ts';
import { Refusal } from '../message/refusals.ts';
import { remembered } from './remembered.ts';
import type { System } from './staff.ts';
import { systemOf } from './systems.ts';

/** A network from which a system sends without signing in. `network`: CIDR. */
export interface TrustedNetwork {
  readonly network: string;
  /** Name of the system. */
  readonly system: string;
}

interface Row extends System {
  networks: string[];
}

/** The systems that send by SMTP: who may do so from where, or with which secret. */
export class GatewaySystems {
  readonly #ctx: Context;
  readonly #configured: readonly { readonly list: BlockList; readonly system: string }[];
  readonly #known: () => Promise<readonly (Row & { readonly list: BlockList })[]>;

  /** `trusted`: what the operator configured, besides the networks that systems have in the database. */
  constructor(ctx: Context, trusted: readonly TrustedNetwork[]) {
    this.#ctx = ctx;
    this.#configured = trusted.map(({ network, system }) => ({ list: listOf([network]), system }));
    this.#known = remembered(async () => {
      const { rows } = await ctx.db.query<Row>({
        name: 'gateway-systems',
        text: `select id, name, unit_id as unit, senders, is_admin as "isAdmin", networks::text[] as networks
          from systems where revoked_at is null`,
      });
      return rows.map((row) => ({ ...row, list: listOf(row.networks) }));
    });
  }

  /** Whether the operator's settings trust an address: what can be said without waiting. */
  isTrusted(ip: string): boolean {
    return this.#configured.some(({ list }) => contains(list, ip));
  }

  /** The system that may send from an address without signing in; `undefined`: none. */
  async ofNetwork(ip: string): Promise<System | undefined> {
    const known = await this.#known();
    const configured = this.#configured.find(({ list }) => contains(list, ip));
    if (configured) return known.find(({ name }) => name.toLowerCase() === configured.system.toLowerCase());
    return known.find(({ list }) => contains(list, ip));
  }

  /** The system as it stands now; `undefined`: revoked since. */
  async current(id: string): Promise<System | undefined> {
    return (await this.#known()).find((system) => system.id === id);
  }

  /**
   * The system that id and secret prove. Refuses: unauthenticated, budget_spent. Only failures count, by network, so that a
   * system that knows its secret is never locked out by one that does not.
   */
  async signIn(id: string, secret: string, ip: string): Promise<System> {
    const system = await systemOf(this.#ctx, secret);
    if (system && system.id === id.trim().toLowerCase()) return system;
    await this.#ctx.db.transaction((tx) =>
      spend(tx, [{ scope: 'smtp-sign-in/network', subject: networkOf(ip), limit: 100, windowMinutes: 15 }]),
    );
    throw new Refusal(
      'unauthenticated',
      'The user name is the id of the system, the password its secret: one of them is not right.',
    );
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}

function contains(list: BlockList, ip: string): boolean {
  const bare = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return list.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
}
