import type { IncidentMessageView, IncidentPage, VerdictView } from '../../../../views/models/incidents.ts';
import type { Viewer } from '../../../delivery/message-access.ts';
import { readVerdicts, type Verdict } from '../../../delivery/read-verdicts.ts';
import type { Incident } from '../../../desk/incidents/incident.ts';
import { Fatal, Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';

/** Messages that are listed, those whose verdict is read, and recipients of each. */
const most = { listed: 200, read: 25, recipients: 25 };

/** The messages of an incident, each with what its recipients could see of it. */
export async function messagesView(
  options: WebOptions,
  viewer: Viewer,
  { messages }: Incident,
): Promise<Pick<IncidentPage, 'messages' | 'moreMessages'>> {
  const shown: IncidentMessageView[] = [];
  for (const [index, each] of messages.slice(0, most.listed).entries()) {
    const read = index < most.read ? await verdictsOf(options, viewer, each) : { hidden: null, verdicts: [] };
    shown.push({
      ...each,
      hidden: read.hidden,
      verdicts: read.verdicts.slice(0, most.recipients).map(viewOf),
      moreRecipients: Math.max(0, read.verdicts.length - most.recipients),
    });
  }
  return { messages: shown, moreMessages: Math.max(0, messages.length - most.listed) };
}

async function verdictsOf(
  { ctx, log }: WebOptions,
  viewer: Viewer,
  { message, delivery }: Incident['messages'][number],
): Promise<Pick<IncidentMessageView, 'hidden'> & { readonly verdicts: readonly Verdict[] }> {
  try {
    const found = await readVerdicts(ctx, viewer, message, delivery === null ? undefined : [delivery]);
    // Whoever opened it concerns the incident most.
    return { hidden: null, verdicts: found.toSorted((a, b) => b.verdict.localeCompare(a.verdict)) };
  } catch (error) {
    if (error instanceof Refusal) {
      if (error.code === 'reason_needed') return { hidden: error.code, verdicts: [] };
      if (error.code === 'not_found') return { hidden: error.code, verdicts: [] };
    }
    if (!(error instanceof Fatal)) throw error;
    // The incident must be kept all the same.
    log.failure({ reference: message, route: '/desk/incidents/:id', error });
    return { hidden: 'in_doubt', verdicts: [] };
  }
}

const viewOf = ({
  id,
  email,
  verdict,
  openedAt,
  postedAt,
  deletion,
  parts,
  recalledAt,
  deadUntil,
  reason,
}: Verdict): VerdictView => ({
  delivery: id,
  email,
  verdict,
  openedAt,
  postedAt,
  deletion,
  parts: parts.map(({ filename, at }) => ({ filename, at })),
  recalledAt,
  deadUntil,
  unsealed: reason === 'relayed',
});
