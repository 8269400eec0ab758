import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { type Scope, usualScopes } from '../../message/scopes.ts';
import { recordChange } from '../record-change.ts';
import { addSecret } from './add-secret.ts';
import { demandOpen, lockSystem } from './lock-system.ts';
import { demandScopes, demandSenders, type Manager } from './manager.ts';
import {
  demandOverlap,
  longestSecretDays,
  overlap,
  secretEnd,
  secretName,
  secretScopes,
} from './secret-fields.ts';
import { liveSecretSql } from './secrets.ts';
import { replacedBySql } from './list-secrets.ts';

export interface SecretRequest {
  /** Absent: the day, or the name of the secret that is replaced. */
  readonly name?: string | undefined;
  /** Absent: those of the secret that is replaced, else what a system needs that sends. */
  readonly scopes?: readonly string[] | undefined;
  /** ISO 8601; null: it has no end. Absent: as long as the secret that is replaced was to live, else no end. */
  readonly expiresAt?: string | null | undefined;
  /** Id of a live secret of the system, which ends after the overlap. */
  readonly replaces?: string | undefined;
  /** Hours for which both open; 24 unless told. */
  readonly overlapHours?: number | undefined;
}

export interface MadeSecret {
  readonly id: string;
  readonly name: string;
  /** Shown this once. */
  readonly secret: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string | null;
  /** The one that ends, and when. */
  readonly replaced: { readonly id: string; readonly expiresAt: string } | null;
}

interface Old {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string | null;
  /** Where it was to end: as long as that from now. */
  readonly sameAgain: string | null;
  readonly live: boolean;
  readonly replaced: boolean;
}

/**
 * Makes a secret of a system, also in place of another. Refuses: not_found, gone (the system is closed), invalid,
 * changed_meanwhile (somebody has replaced that secret already), forbidden.
 */
export async function createSecret(
  ctx: Context,
  manager: Manager,
  system: string,
  request: SecretRequest,
): Promise<MadeSecret> {
  const { overlapHours = overlap.usualHours } = request;
  demandOverlap(overlapHours);
  if (request.overlapHours !== undefined && request.replaces === undefined) {
    throw new Refusal('invalid', 'An overlap needs a secret that is replaced.', { field: 'overlapHours' });
  }
  return ctx.db.transaction(async (tx) => {
    const locked = await lockSystem(tx, manager, system);
    demandOpen(locked);
    demandSenders(manager, locked.senders);
    const old = request.replaces === undefined ? undefined : await replaceable(tx, system, request.replaces);
    const scopes = secretScopes(request.scopes ?? old?.scopes ?? usualScopes);
    demandScopes(manager, scopes);
    const name = secretName(request.name ?? '', old?.name ?? new Date().toISOString().slice(0, 10));
    const expiresAt = secretEnd(
      request.expiresAt === undefined ? (old?.sameAgain ?? null) : request.expiresAt,
    );
    const made = await addSecret(tx, manager.actor, { system, name, scopes, expiresAt }, old?.id);
    const replaced = old ? await endLater(tx, manager, system, old, overlapHours) : null;
    return { ...made, name, scopes, expiresAt, replaced };
  });
}

async function replaceable(tx: Queryable, system: string, secret: string): Promise<Old> {
  const { rows } = await tx.query<Old>(
    `select k.id, k.name, k.scopes, k.expires_at as "expiresAt", case when k.expires_at is not null then now() + least(k.expires_at - k.created_at, make_interval(days => $3))
          end as "sameAgain",
        ${liveSecretSql} as live, ${replacedBySql} is not null as replaced
      from system_secrets k where k.system_id = $1 and k.id = $2`,
    [system, isUuid(secret) ? secret : null, longestSecretDays - 1],
  );
  const old = rows[0];
  if (!old) throw new Refusal('invalid', 'The system has no such secret.', { field: 'replaces' });
  if (!old.live) {
    throw new Refusal('invalid', 'This secret has ended: make a new one.', { field: 'replaces' });
  }
  if (old.replaced) {
    throw new Refusal('changed_meanwhile', 'This secret has been replaced already. Replace the new one.', {
      field: 'replaces',
    });
  }
  return old;
}

/** Never later than it was to end anyway. */
async function endLater(
  tx: Queryable,
  { actor }: Manager,
  system: string,
  { id, expiresAt: before }: Old,
  hours: number,
): Promise<{ id: string; expiresAt: string }> {
  const { rows } = await tx.query<{ expiresAt: string }>(
    `update system_secrets set expires_at = least(expires_at, now() + make_interval(hours => $2)) where id = $1
      returning expires_at as "expiresAt"`,
    [id, hours],
  );
  const { expiresAt } = rows[0]!;
  if (expiresAt !== before) {
    await recordChange(tx, {
      type: 'secret.changed',
      actor,
      kind: 'system',
      subject: system,
      details: { secret: id },
      before: { expiresAt: before },
      after: { expiresAt },
    });
  }
  return { id, expiresAt };
}
