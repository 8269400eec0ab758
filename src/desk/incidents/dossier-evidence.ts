import { createHash } from 'node:crypto';
import { openings } from '../../delivery/recall-deliveries.ts';
import type { Bundle } from '../../evidence/bundle/format.ts';
import type { LoggedEvent } from '../../evidence/bundle/logged-event.ts';
import type { EventType } from '../../message/event-types.ts';
import { type DeletionStory, deletionStoryOf } from '../../message/misdeliveries.ts';

/** What the evidence of a message says, for a dossier. */
export interface DossierEvidence {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the file, in lower-case hex. */
  readonly sha256: string;
}

export interface DossierRecipient {
  readonly delivery: string;
  /** Null: erased. */
  readonly email: string | null;
  /** How many events there are: 1 to so many. */
  readonly events: number;
  readonly openedAt: string | null;
  /** Numbers of files that were opened, and when first. */
  readonly files: readonly { readonly part: number; readonly at: string }[];
  /** Somebody noted that it was printed, and posted to them. */
  readonly postedAt: string | null;
  readonly deletion: DeletionStory | null;
  readonly recalledAt: string | null;
  /** It left as ordinary mail: nobody can know whether it was read. */
  readonly unsealed: boolean;
}

export interface ReadEvidence {
  readonly sentAt: string | null;
  readonly recipients: readonly DossierRecipient[];
  readonly log: { readonly origin: string; readonly size: number; readonly root: string };
}

/** A file with the name that it has in the dossier. */
export const evidenceFile = (bytes: readonly Uint8Array[], id: string): DossierEvidence => {
  const whole = Buffer.concat(bytes);
  return {
    name: `evidence-${id}.json`,
    bytes: whole,
    sha256: createHash('sha256').update(whole).digest('hex'),
  };
};

/** What a bundle that we have just signed says: what is printed comes from the very file that is attached. */
export function readEvidence(bytes: Uint8Array): ReadEvidence {
  const { payload } = JSON.parse(Buffer.from(bytes).toString()) as { payload: string };
  const bundle = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Bundle;
  const events = bundle.evidence.map(({ segl }) => ({
    event: JSON.parse(segl.entry) as LoggedEvent,
    opening: segl.opening,
  }));
  const [origin, size, root] = bundle.log.checkpoint.split('\n');
  return {
    sentAt: events.find(({ event }) => event.type === 'message.accepted')?.event.at ?? null,
    recipients: bundle.deliveries.map(({ id, events: count }) => {
      const own = events.filter(({ event }) => event.delivery === id);
      const first = own[0]?.opening;
      const email = first !== null && typeof first === 'object' ? first.fields.email : null;
      return {
        delivery: id,
        email: typeof email === 'string' && email !== '' ? email : null,
        events: count,
        ...storyOf(own.map(({ event }) => event)),
      };
    }),
    log: { origin: origin!, size: Number(size), root: root! },
  };
}

type Story = Pick<
  DossierRecipient,
  'openedAt' | 'files' | 'postedAt' | 'deletion' | 'recalledAt' | 'unsealed'
>;

/** Of the events of one delivery, in order. */
function storyOf(events: readonly LoggedEvent[]): Story {
  const recall = events.find(({ type }) => type === 'delivery.recalled');
  const posted = events.find(
    ({ type, details }) => type === 'delivery.task_done' && details.outcome === 'posted',
  );
  const files = new Map<number, string>();
  for (const { type, details, at } of events) {
    if (type !== 'delivery.attachment_opened' || typeof details.part !== 'number') continue;
    if (!files.has(details.part)) files.set(details.part, at);
  }
  const opened = events.find(({ type }) => openings.includes(type as EventType));
  return {
    openedAt: opened?.at ?? null,
    files: [...files].map(([part, at]) => ({ part, at })),
    postedAt: posted?.at ?? null,
    deletion: deletionStoryOf(events),
    recalledAt: recall?.at ?? null,
    unsealed: events.some(({ type }) => type === 'delivery.exempted'),
  };
}
