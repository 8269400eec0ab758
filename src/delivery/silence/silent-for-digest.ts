import type { Context } from '../context.ts';
import { listSilences } from './list-silences.ts';

/** A line of the daily mail: no address stands in it. */
export interface SilentLine {
  readonly domain: string;
  /** One address there, not the whole domain. */
  readonly oneAddress: boolean;
  /** The name; null: people sent it. */
  readonly system: string | null;
  readonly messages: number;
  /** When the first of them was sent. */
  readonly since: string;
  readonly resembles: string | null;
  readonly listedAt: string;
  readonly deliveries: readonly string[];
}

/** What has been silent and is new since an instant, or all of it: what looks like a known domain first. */
export async function silentForDigest(ctx: Pick<Context, 'db'>, listedSince?: string): Promise<SilentLine[]> {
  const silences = await listSilences(ctx, null);
  return silences
    .filter(({ listedAt }) => listedSince === undefined || listedAt >= listedSince)
    .map(({ address, deliveries, id: _, toldAt: __, ...line }) => ({
      ...line,
      oneAddress: address !== null,
      deliveries: deliveries.map(({ id }) => id),
    }));
}
