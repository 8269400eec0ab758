import type { Acknowledgement, SignedAcknowledgement } from '../../message/acknowledgements.ts';
import { Fatal, Refusal } from '../../message/refusals.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import type { PersonalFields } from '../commitment.ts';
import { encodeBase64 } from '../log/base64.ts';
import { parseCheckpoint } from '../log/checkpoint.ts';
import { parseVkey, sameKey } from '../log/log-key.ts';
import { consistencyProof } from '../log/proofs.ts';
import { parseNote } from '../log/signed-note.ts';
import type { Queryable } from '../ports.ts';
import { type EventProof, type Proofs, readProofs } from '../sequencer/read-proofs.ts';
import { remembering, tileReader } from '../sequencer/tile-reader.ts';
import { readStamps, type Stamp } from '../timestamps/read-stamps.ts';
import { statusAfter } from '../verification/replay-status.ts';
import type { Disclosure } from './disclosure.ts';
import type { BundleDelivery, Evidence } from './format.ts';
import type { LoggedEvent } from './logged-event.ts';

/** What is asked for: a message, or one delivery of it, and what may be told. */
export interface About {
  readonly message: string;
  readonly delivery?: string;
  readonly disclose: Disclosure;
}

/** All that proves what became of a message, as of one checkpoint. */
export interface Gathered {
  readonly about: { readonly message: string; readonly delivery?: string };
  readonly deliveries: readonly (BundleDelivery & { readonly status: DeliveryStatus })[];
  /** In the log's order. */
  readonly events: readonly GatheredEvent[];
  readonly log: {
    readonly origin: string;
    readonly size: number;
    readonly root: Uint8Array;
    /** The vkeys that have signed the checkpoint, the newest first. */
    readonly keys: readonly string[];
    readonly checkpoint: string;
  };
  readonly timestamps: readonly GatheredStamp[];
  /** What recipients signed, in the order of the log. */
  readonly acknowledgements: readonly SignedAcknowledgement[];
}

export interface GatheredEvent {
  readonly event: LoggedEvent;
  /** The exact text of the entry. */
  readonly entry: string;
  readonly index: number;
  /** Its inclusion proof. */
  readonly proof: readonly Uint8Array[];
  readonly opening: Evidence['segl']['opening'];
}

export interface GatheredStamp extends Stamp {
  readonly consistency: readonly Uint8Array[];
}

interface Row {
  readonly id: string;
  readonly delivery: string | null;
  readonly k: Uint8Array | null;
  readonly fields: PersonalFields | null;
}

/**
 * Reads what the newest log holds of a message, in a transaction that sees one moment (repeatable read). Of each delivery it
 * is the beginning: later events that the log has not taken up yet are left out. Refuses not_logged_yet where there is none.
 * Throws `Fatal` where the events are not those that were recorded.
 */
export async function gatherEvidence(
  tx: Queryable,
  about: About,
  signed: readonly OpenedSigning[] = [],
): Promise<Gathered> {
  const { message, delivery } = about;
  const { rows } = await tx.query<Row>(eventsSql, [message, delivery ?? null]);
  const found = await readProofs(
    tx,
    rows.map(({ id }) => id),
  );
  if (!found || found.proofs.length === 0) throw new Refusal('not_logged_yet');
  const byId = new Map(rows.map((row) => [row.id, row]));
  const events = found.proofs.map((proof) => gathered(proof, byId.get(proof.event)!, about.disclose));
  const { origin, size, checkpoint } = found.log;
  const { text, signatures } = parseNote(checkpoint);
  const keys = found.log.keys.filter((vkey) => signatures.some((each) => sameKey(parseVkey(vkey), each)));
  return {
    about: { message, ...(delivery === undefined ? {} : { delivery }) },
    deliveries: await deliveriesOf(tx, about, rows, events),
    events,
    log: { origin, size, root: parseCheckpoint(text).root, keys, checkpoint },
    timestamps: await stampsFor(tx, found, events),
    acknowledgements: await signingsIn(tx, found, events, signed),
  };
}

async function stampsFor(
  tx: Queryable,
  { log: { log, size } }: Proofs,
  events: readonly GatheredEvent[],
): Promise<GatheredStamp[]> {
  const readTile = remembering(tileReader(tx, log));
  const stamps: GatheredStamp[] = [];
  for (const stamp of await readStamps(
    tx,
    log,
    events.map(({ index }) => index),
  )) {
    if (stamp.size > size) continue;
    stamps.push({ ...stamp, consistency: await consistencyProof(stamp.size, size, readTile) });
  }
  return stamps;
}

/** What was signed, as whoever keeps the keys opens it. */
export interface OpenedSigning {
  readonly delivery: string;
  /** As its event commits to it, byte by byte. */
  readonly jws: string;
  readonly proof: SignedAcknowledgement['proof'];
  /** DER. */
  readonly token: Uint8Array | null;
}

/** Of those whose events the log has, each with the proof that the state of the log which was signed is an earlier one. */
async function signingsIn(
  tx: Queryable,
  { log }: Proofs,
  events: readonly GatheredEvent[],
  signed: readonly OpenedSigning[],
): Promise<SignedAcknowledgement[]> {
  const readTile = remembering(tileReader(tx, log.log));
  const byDelivery = new Map(signed.map((each) => [each.delivery, each]));
  const shown: SignedAcknowledgement[] = [];
  for (const { event } of events) {
    const each = event.type === 'delivery.acknowledged' ? byDelivery.get(event.delivery!) : undefined;
    if (!each) continue;
    const size = signedSize(each.jws, log.origin);
    shown.push({
      delivery: each.delivery,
      jws: each.jws,
      proof: each.proof,
      ...(each.token ? { token: encodeBase64(each.token) } : {}),
      ...(size === undefined
        ? {}
        : { consistency: (await consistencyProof(size, log.size, readTile)).map(encodeBase64) }),
    });
  }
  return shown;
}

/** Entries of the tree whose checkpoint was signed; `undefined`: it is of another log, or there was none yet. */
function signedSize(jws: string, origin: string): number | undefined {
  const { payload } = JSON.parse(jws) as { payload: string };
  const { checkpoint } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Acknowledgement;
  if (checkpoint === '') return undefined;
  const tree = parseCheckpoint(parseNote(checkpoint).text);
  return tree.origin === origin ? tree.size : undefined;
}

/** A delivery's own events, with what is said of the message as a whole. */
const eventsSql = `
select e.id, e.delivery, f.k, f.fields
from events e left join event_fields f on f.event = e.id
where e.message = $1 and ($2::uuid is null or e.delivery = $2
  or e.type in ('message.accepted', 'message.refused', 'message.erased') and e.delivery is null)`;

function gathered(
  { index, entry, hashes }: EventProof,
  { k, fields }: Row,
  disclose: Disclosure,
): GatheredEvent {
  const text = Buffer.from(entry).toString();
  const event = JSON.parse(text) as LoggedEvent;
  return { event, entry: text, index, proof: hashes, opening: openingOf(event, k, fields, disclose) };
}

function openingOf(
  event: LoggedEvent,
  k: Uint8Array | null,
  fields: PersonalFields | null,
  disclose: Disclosure,
): GatheredEvent['opening'] {
  if (event.commitment === undefined) return null;
  if (!k || !fields) return 'erased';
  if (!disclose(event, fields)) return 'withheld';
  return { k: Buffer.from(k).toString('base64'), fields };
}

/** How far the log has each delivery, and where that leaves it. */
async function deliveriesOf(
  tx: Queryable,
  { message, delivery }: About,
  rows: readonly Row[],
  events: readonly GatheredEvent[],
): Promise<Gathered['deliveries']> {
  const { rows: known } = await tx.query<{ id: string; seq: number; status: DeliveryStatus }>(
    'select id, seq, status from deliveries where message_id = $1 and ($2::uuid is null or id = $2) order by position',
    [message, delivery ?? null],
  );
  const recorded = Map.groupBy(
    rows.filter((row) => row.delivery !== null),
    (row) => row.delivery!,
  );
  const logged = Map.groupBy(
    events.filter(({ event }) => event.delivery !== undefined),
    ({ event }) => event.delivery!,
  );
  return known.flatMap(({ id, seq, status }) => {
    const all = recorded.get(id) ?? [];
    const inLog = (logged.get(id) ?? []).map(({ event }) => event);
    if (all.length !== seq || inLog.some((event, index) => event.seq !== index + 1)) {
      throw new Fatal(`The events of the delivery ${id} are not those that were recorded.`);
    }
    if (inLog.length === 0) return [];
    return [{ id, events: inLog.length, status: inLog.length === seq ? status : statusAfter(inLog) }];
  });
}
