import type { Context } from '../../delivery/context.ts';
import { handOut } from '../../delivery/hand-out.ts';
import { lookAtMessage } from '../../delivery/look-at-message.ts';
import type { Viewer } from '../../delivery/message-access.ts';
import { recordSystemLook } from '../../delivery/record-system-look.ts';
import { toTheHouse } from '../../evidence/bundle/disclosure.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { mayHaveProof } from '../proofs/make-proof.ts';
import {
  type DossierEvidence,
  type DossierRecipient,
  evidenceFile,
  type ReadEvidence,
  readEvidence,
} from './dossier-evidence.ts';
import type { Incident } from './incident.ts';
import type { IncidentKeeper } from './keeper.ts';
import { readIncident } from './read-incident.ts';

export interface Dossier {
  readonly incident: Incident;
  /** ISO 8601 UTC. */
  readonly made: string;
  readonly messages: readonly DossierMessage[];
  /** The largest tree that the evidence is in; null: none is attached. */
  readonly log: ReadEvidence['log'] | null;
}

/** A message of the incident, or one delivery of it where the incident is about no more. */
export interface DossierMessage {
  readonly message: string;
  readonly sentAt: string | null;
  readonly recipients: readonly DossierRecipient[];
  /** `waiting`: the log has not taken all of it up. `not_found`: the viewer may not see it. `too_many`: for one file. */
  readonly evidence: DossierEvidence | 'waiting' | 'not_found' | 'too_many';
}

/** Events whose proofs go into one file, some 20 MB, and files in it. */
const most = { events: 5_000, files: 50 };
/** Times that the log is waited for, some seconds each: where it lies behind, it does so for all. */
const waits = 2;

/**
 * What is known of an incident, with the signed evidence of its messages. That this is handed out is an event of each message;
 * the incident is the reason where somebody else's message asks for one. Refuses not_found; whatever evidence cannot be had
 * says so, and does not keep the rest back.
 */
export async function makeDossier(
  ctx: Context,
  keeper: IncidentKeeper,
  viewer: Viewer,
  id: string,
): Promise<Dossier> {
  const incident = await readIncident(ctx, keeper, id);
  const wanted = wantedOf(incident);
  const sizes = await eventsOf(ctx.db, wanted);
  let room = most.events;
  const fits = wanted.map((_, index) => (room -= sizes[index]!) >= 0 && index < most.files);
  // All looks before the first file, so that the log is waited for once.
  const seen = new Map<string, boolean>();
  for (const [index, { message }] of wanted.entries()) {
    if (!fits[index] || seen.has(message)) continue;
    seen.set(message, await reach(ctx, viewer, message, `Incident ${incident.number}: dossier`));
  }
  const messages: DossierMessage[] = [];
  let log: ReadEvidence['log'] | null = null;
  let waited = 0;
  for (const [index, each] of wanted.entries()) {
    const made = !fits[index]
      ? 'too_many'
      : !seen.get(each.message)
        ? 'not_found'
        : waited >= waits
          ? 'waiting'
          : await evidenceOf(ctx, keeper, each);
    if (made === 'waiting') waited += 1;
    if (typeof made === 'string') {
      messages.push(without(each, made));
      continue;
    }
    const read = readEvidence(made.bytes);
    if (log === null || read.log.size > log.size) log = read.log;
    messages.push({ message: each.message, ...read, evidence: made });
  }
  return { incident, made: new Date().toISOString(), messages, log };
}

interface Wanted {
  readonly message: string;
  /** Absent: all of it. */
  readonly delivery?: string;
}

const without = ({ message }: Wanted, evidence: 'waiting' | 'not_found' | 'too_many'): DossierMessage => ({
  message,
  sentAt: null,
  recipients: [],
  evidence,
});

/** Of a message that it is about as a whole, no single delivery is asked for again. */
function wantedOf({ messages }: Incident): Wanted[] {
  const whole = new Set(messages.filter(({ delivery }) => delivery === null).map(({ message }) => message));
  return messages.flatMap(({ message, delivery }) => {
    if (delivery === null) return [{ message }];
    return whole.has(message) ? [] : [{ message, delivery }];
  });
}

async function eventsOf(db: Queryable, wanted: readonly Wanted[]): Promise<number[]> {
  const { rows } = await db.query<{ count: number }>(
    `select (select count(*) from events e
          where e.message = w.message and (w.delivery is null or e.delivery is null or e.delivery = w.delivery))::int as count
      from unnest($1::uuid[], $2::uuid[]) with ordinality as w (message, delivery, place) order by place`,
    [wanted.map(({ message }) => message), wanted.map(({ delivery }) => delivery ?? null)],
  );
  return rows.map(({ count }) => count);
}

async function evidenceOf(
  ctx: Context,
  { actor }: IncidentKeeper,
  { message, delivery }: Wanted,
): Promise<DossierEvidence | 'waiting'> {
  try {
    const about = { message, disclose: toTheHouse, ...(delivery === undefined ? {} : { delivery }) };
    const { bytes } = await handOut(ctx, about, actor, 'json');
    return evidenceFile(bytes, delivery ?? message);
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'not_logged_yet' || error.code === 'overloaded')) {
      return 'waiting';
    }
    throw error;
  }
}

/** Whether the viewer may have what proves a message; that they looked is recorded where that is asked for. */
async function reach(ctx: Context, viewer: Viewer, message: string, reason: string): Promise<boolean> {
  try {
    const { own } = await mayHaveProof(ctx, viewer, message);
    if (!own && viewer.kind === 'system') await recordSystemLook(ctx, viewer.id, message, reason);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'not_found') return false;
    if (error.code !== 'reason_needed') throw error;
    await lookAtMessage(ctx, viewer, message, { kind: 'incident', reason });
    return true;
  }
}
