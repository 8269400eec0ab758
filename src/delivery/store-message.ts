import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { commit } from '../evidence/commitment.ts';
import type { Queryable } from '../evidence/ports.ts';
import { Unavailable } from '../message/refusals.ts';
import type { MailOrigin } from './mail-origin.ts';
import type { Sender } from './sender.ts';
import type { Recipient } from './recipients.ts';
import type { Staging } from './stage-message.ts';
import type { MessageTerms } from './terms.ts';

export interface DeliveryRow extends Recipient {
  readonly id: string;
  readonly reference: string;
  /**
   * What is to leave for it: a notice, whose link's token is sealed for the job and kept as `hash`, or the mail itself as
   * it came. Null where nothing leaves yet.
   */
  readonly job: {
    readonly kind: 'notice' | 'relay';
    readonly hash: Buffer | null;
    readonly sealed: string;
  } | null;
}

export interface MessageRow {
  readonly installation: string;
  readonly sender: Sender;
  readonly from: string;
  readonly expiresAt: string;
  /** Minutes for which the notices wait; undefined: as many as the policy says. */
  readonly undoMinutes: number | undefined;
  readonly staging: Staging;
  /** Null: nothing beyond the usual. */
  readonly terms: MessageTerms | null;
  readonly deliveries: readonly DeliveryRow[];
  readonly wraps: readonly { delivery: string | null; kid: string; jwe: string }[];
  readonly mail?: MailOrigin | undefined;
  /** Kept for whoever sends the same mail again. */
  readonly answer?: unknown;
}

/** The statement kept nothing: a staged blob is gone, or the same mail was accepted before. */
export class MessageNotStored extends Unavailable {
  override readonly name = 'MessageNotStored';
}

/**
 * Writes a message with everything that belongs to it in one statement, which is one round trip and one durable
 * commit when run outside a transaction. The events' order and their `seq` are fixed here, and no other transaction
 * can see the deliveries before, so no row lock is needed. Throws `MessageNotStored`, and keeps nothing, where a staged
 * blob is no longer listed (the sweep took it for abandoned, and its bytes may be gone) or the mail is not new.
 */
export async function storeMessage(tx: Queryable, row: MessageRow): Promise<void> {
  const { sender, staging, deliveries, wraps, mail } = row;
  const { message, parts } = staging;
  const events = initialEvents(row);
  const notices = deliveries.filter((d) => d.job?.hash);
  const leaving = deliveries.filter((d) => d.job !== null);
  const failed = deliveries.filter(
    (d) => d.status !== 'sent' && (mail !== undefined || d.reason !== 'duplicate_recipient'),
  );
  const blobs = parts.map((p) => p.blob).filter((blob) => blob !== null);
  try {
    await tx.query({
      name: 'store-message',
      text: sql,
      values: [
        message,
        sender.unit,
        sender.kind === 'person' ? sender.id : (sender.author ?? null),
        sender.kind === 'system' ? sender.id : null,
        row.from,
        parts.map((p) => p.part),
        parts.map((p) => p.size),
        parts.map((p) => p.sealed),
        parts.map((p) => p.blob),
        blobs,
        row.expiresAt,
        deliveries.map((d) => d.id),
        deliveries.map((d) => d.email),
        deliveries.map((d) => d.name),
        deliveries.map((d) => d.phone),
        deliveries.map((d) => d.language),
        deliveries.map((d) => d.reference),
        deliveries.map((d) => d.status),
        deliveries.map((d) => d.reason),
        deliveries.map((d) => (d.status === 'held' ? 2 : 1)),
        wraps.map(() => uuidv7()),
        wraps.map((w) => w.delivery),
        wraps.map((w) => w.kid),
        wraps.map((w) => w.jwe),
        notices.map((d) => d.id),
        notices.map((d) => d.job!.hash),
        leaving.map((d) => d.job!.sealed),
        events.map((e) => e.id),
        events.map((e) => e.type),
        events.map((e) => e.delivery),
        events.map((e) => e.seq),
        events.map((e) => e.details),
        events.map((e) => e.commitment),
        events.map((e) => e.k),
        events.map((e) => e.fields),
        sender.id,
        leaving.map((d) => d.id),
        leaving.map((d) => d.job!.kind),
        mail?.id ?? null,
        mail?.once ?? null,
        mail?.once ? JSON.stringify(row.answer) : null,
        failed.map(() => uuidv7()),
        failed.map((d) => d.id),
        failed.map((d) => d.email),
        failed.map((d) => (d.status === 'held' ? 'no_phone' : 'refused')),
        failed.map((d) => d.reason),
        row.installation,
        row.undoMinutes ?? null,
        // Who sends at the desk or by REST is told in the answer.
        mail ? null : randomUUID(),
      ],
    });
  } catch (error) {
    // Without its id the message itself is refused, and with it the whole statement.
    const { code, table } = error as { code?: unknown; table?: unknown };
    throw code === '23502' && table === 'messages' ? new MessageNotStored('blobs', { cause: error }) : error;
  }
}

interface InitialEvent {
  id: string;
  type: string;
  delivery: string | null;
  seq: number | null;
  details: string;
  commitment: Buffer | null;
  k: Buffer | null;
  fields: string | null;
}

function initialEvents({ from, staging, terms, deliveries }: MessageRow): InitialEvent[] {
  const event = (
    type: string,
    delivery: string | null,
    seq: number | null,
    details: object,
    personal?: Parameters<typeof commit>[0],
  ): InitialEvent => {
    const sealed = personal && commit(personal);
    return {
      id: uuidv7(),
      type,
      delivery,
      seq,
      details: JSON.stringify(details),
      commitment: sealed?.commitment ?? null,
      k: sealed?.k ?? null,
      fields: sealed ? JSON.stringify(sealed.fields) : null,
    };
  };
  const content = staging.parts.map(({ part, size, sha256 }) => ({ part, size, sha256 }));
  const accepted = event(
    'message.accepted',
    null,
    null,
    { recipients: deliveries.length, attachments: staging.attachments.length, ...askedIn(terms) },
    { from, content },
  );
  return [
    accepted,
    ...deliveries.flatMap((d) => {
      const who = { email: d.email, name: d.name, phone: d.phone };
      if (d.status === 'refused') return [event('delivery.refused', d.id, 1, { reason: d.reason }, who)];
      if (d.job?.kind === 'relay') return [event('delivery.exempted', d.id, 1, { reason: d.reason }, who)];
      const available = event('delivery.available', d.id, 1, {}, who);
      return d.status === 'held'
        ? [available, event('delivery.held', d.id, 2, { reason: d.reason })]
        : [available];
    }),
  ];
}

const askedIn = (terms: MessageTerms | null) =>
  terms?.moment
    ? { moment: terms.moment, atLeast: terms.atLeast, ...(terms.dueAt ? { dueAt: terms.dueAt } : {}) }
    : {};

const sql = `
with unstaged as (
  delete from staged_blobs where key = any ($10::text[]) returning key
), once as (
  insert into idempotency_keys as k (system_id, key, lease, leased_until, fingerprint, response)
  select $36::uuid, $40::text, $1::uuid, now(), '', $41::jsonb where $40::text is not null
  on conflict (system_id, key) do update
    set lease = excluded.lease, response = excluded.response, created_at = now()
    where k.created_at < now() - interval '24 hours'
  returning key
), wait as materialized (
  select clock_timestamp() as begun, coalesce($48::int, (
    select (policy ->> 'undoMinutes')::int from policies order by id desc limit 1), 0) as minutes
), message as (
  insert into messages (id, unit_id, person_id, system_id, sender_address, mail_id, notices_at)
  select case when (select count(*) from unstaged) = cardinality($10::text[])
      and ($40::text is null or exists (select from once)) then $1::uuid end,
    $2::uuid, $3::uuid, $4::uuid, $5, $39::text,
    (select begun + make_interval(mins => minutes) from wait where minutes > 0)
), part as (
  insert into parts (message_id, part, size, sealed, blob)
  select $1, * from unnest($6::int[], $7::bigint[], $8::bytea[], $9::text[])
), delivery as (
  insert into deliveries (message_id, expires_at, id, email, name, phone, language, reference, status, reason, seq, position)
  select $1, $11::timestamptz, *
  from unnest($12::uuid[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::int[])
    with ordinality
), wrap as (
  insert into wraps (message_id, id, delivery_id, kid, jwe)
  select $1, * from unnest($21::uuid[], $22::uuid[], $23::text[], $24::text[])
), token as (
  insert into link_tokens (delivery_id, hash) select * from unnest($25::uuid[], $26::bytea[])
), job as (
  insert into jobs (kind, payload, sealed, run_at)
  select n.kind, jsonb_build_object('delivery', n.delivery), n.sealed,
    wait.begun + case when n.kind = 'notice' then make_interval(mins => wait.minutes) else interval '0' end
  from unnest($37::uuid[], $38::text[], $27::text[]) as n (delivery, kind, sealed), wait
), failure as (
  insert into failures (id, delivery_id, recipient, about, reason, message_id, unit_id, person_id, system_id, mail_id, sender_notice)
  select f.*, $1, $2::uuid, $3::uuid, $4::uuid, $39::text, $49::uuid
  from unnest($42::uuid[], $43::uuid[], $44::text[], $45::text[], $46::text[]) as f
), event as (
  insert into events (v, message, actor, actor_id, id, type, delivery, seq, details, commitment)
  select 1, $1, case when e.delivery is null then 'sender' else 'system' end,
    case when e.delivery is null then $36::uuid else $47::uuid end,
    e.id, e.type, e.delivery, e.seq, e.details::jsonb, e.commitment
  from unnest($28::uuid[], $29::text[], $30::uuid[], $31::int[], $32::text[], $33::bytea[])
    as e (id, type, delivery, seq, details, commitment)
), field as (
  insert into event_fields (message, event, delivery, k, fields)
  select $1, f.event, f.delivery, f.k, f.fields::jsonb
  from unnest($28::uuid[], $30::uuid[], $34::bytea[], $35::text[]) as f (event, delivery, k, fields)
  where f.k is not null
)
insert into pending_events (event) select unnest($28::uuid[])`;
