import {
  type AcknowledgementReport,
  type BundleReport,
  type Compared,
  type EventReport,
  type Finding,
  nothingCompared,
  type Standing,
  type Trust,
  type Verdict,
} from '../../message/verification.ts';
import type { Bundle } from '../bundle/format.ts';
import { verifyJws } from '../bundle/verify-jws.ts';
import { BadSignature, Malformed } from '../log/malformed.ts';
import { checkAcknowledgements } from './acknowledgements/check-acknowledgements.ts';
import { sorted } from './acknowledgements/surroundings.ts';
import { compareGiven } from './acknowledgements/compare-given.ts';
import { checkCheckpoint } from './check-checkpoint.ts';
import { checkDeliveries } from './check-deliveries.ts';
import { type CheckedEvent, checkEvents } from './check-events.ts';
import { checkIssuer } from './check-issuer.ts';
import { checkSigningTime } from './check-signing-time.ts';
import { checkStamps } from './check-stamps.ts';
import { checkTimes, type Interval } from './check-times.ts';
import { FindingList } from './finding-list.ts';
import { readBundle } from './read-bundle.ts';

/**
 * Verifies an evidence bundle against what it holds and against the keys that are trusted. Runs in a browser as it does here.
 * Throws `Malformed` where the bytes are no bundle, so that nothing can be said of it, and `BadSignature` where what is signed
 * cannot be read and is not what was signed; every other fault is in the report.
 */
export async function verifyBundle(
  bytes: Uint8Array,
  trust: Trust,
  given: Compared = nothingCompared,
): Promise<BundleReport> {
  const findings = new FindingList();
  const jws = await verifyJws(withoutLineFeed(bytes));
  const issuer = await checkIssuer(jws, trust, findings);
  const bundle = readPayload(jws.payload, jws.signatureHolds);
  const checkpoint = await checkCheckpoint(bundle.log, trust, findings);
  const checked = checkEvents(bundle, checkpoint, findings);
  const events = checked.flatMap(({ event }) => (event ? [event] : []));
  if (events.length === checked.length) checkDeliveries(bundle, events, findings);
  const stamps = await checkStamps(bundle, checkpoint, trust, findings);
  const intervals = checkTimes(checked, stamps.holding, findings);
  checkSigningTime(jws.signedAt, events, stamps.holding, findings);
  const around = { bundle, checkpoint, jws, trust, ...sorted(checked) };
  const acknowledgements = await checkAcknowledgements(around, findings);
  const compared = compareGiven(given, acknowledgements, checked, findings);

  const recipients = recipientsOf(bundle);
  const byEvent = Map.groupBy(findings.all, ({ event }) => event);
  const { made, about, deliveries } = bundle;
  const { organisation, url } = bundle.issuer;
  return {
    kind: 'bundle',
    verdict: verdictOf(findings.all, [
      issuer.standing,
      checkpoint.standing,
      // Whoever leaves the stamps out takes away what would speak against the times: roots were given to be told so.
      stamps.report.standing === 'absent' && trust.tsaRoots.length > 0 ? 'own' : stamps.report.standing,
      ...acknowledgements.flatMap(standingsOf),
    ]),
    findings: findings.all,
    about: { message: about.message, delivery: about.delivery ?? null, made },
    issuer: { ...issuer, organisation: brief(organisation), url: brief(url), subject: brief(issuer.subject) },
    log: {
      origin: brief(checkpoint.origin),
      size: checkpoint.size,
      keys: checkpoint.keys,
      standing: checkpoint.standing,
    },
    stamps: stamps.report,
    deliveries: deliveries.map((each) => ({
      ...each,
      status: brief(each.status),
      recipient: recipients.get(each.id) ?? null,
    })),
    events: checked.map((each) => eventReport(each, intervals.get(each)!, byEvent.get(each.id) ?? [])),
    acknowledgements: acknowledgements.map(shown),
    compared,
  };
}

/** A file may end with one line feed, and with no other white space: no byte of it can be another without being noticed. */
function withoutLineFeed(bytes: Uint8Array): Uint8Array {
  const end = bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length;
  if (bytes[end - 1] !== 0x7d) throw new Malformed('The file does not end where a signed file ends');
  return bytes.subarray(0, end);
}

function readPayload(payload: Uint8Array, signatureHolds: boolean): Bundle {
  try {
    return readBundle(payload);
  } catch (error) {
    if (!(error instanceof Malformed) || signatureHolds) throw error;
    throw new BadSignature(
      `The signature over the file is wrong, and what it should be over cannot be read: ${error.message}`,
    );
  }
}

/** Timestamps that are absent, and that nobody asked for, leave nothing to be confirmed: the report says that there are none. */
function verdictOf(findings: readonly Finding[], standings: readonly Standing[]): Verdict {
  if (findings.length > 0) return 'failed';
  if (!standings.includes('own')) return 'confirmed';
  return standings.includes('confirmed') ? 'partly' : 'consistent';
}

/** The key of a passkey nobody can get elsewhere: that it is the issuer's word is in the report, and leaves nothing to confirm. */
const standingsOf = ({ issuer, token, method }: AcknowledgementReport): Standing[] => [
  issuer.standing,
  ...(token ? [token.standing] : []),
  ...(method.method === 'eid' ? [method.standing] : []),
];

/** As a report shows it. The words are shown whole: whoever reads them must see all that was signed. */
function shown(report: AcknowledgementReport): AcknowledgementReport {
  const { method, token } = report;
  const briefly: Record<string, unknown> = { ...method };
  for (const [name, value] of Object.entries(method)) {
    if (typeof value === 'string') briefly[name] = brief(value);
  }
  return {
    ...report,
    method: briefly as unknown as AcknowledgementReport['method'],
    token: token && { ...token, authority: brief(token.authority) },
  };
}

type Recipient = BundleReport['deliveries'][number]['recipient'];

/** What the bundle discloses of each delivery's recipient, by the delivery's id. */
function recipientsOf({ evidence }: Bundle): ReadonlyMap<string, Recipient> {
  const recipients = new Map<string, Recipient>();
  for (const { EvidenceRefersToRecipient: urn, RecipientDetails } of evidence) {
    const id = urn?.replace(/^urn:uuid:/, '');
    if (id === undefined || recipients.has(id)) continue;
    const { Name, ElectronicAddress } = RecipientDetails.find(({ Identifier }) => Identifier === urn) ?? {};
    const isShown = Name !== undefined || ElectronicAddress !== undefined;
    recipients.set(
      id,
      isShown
        ? {
            ...(Name === undefined ? {} : { name: brief(Name) }),
            ...(ElectronicAddress === undefined ? {} : { address: brief(ElectronicAddress) }),
          }
        : null,
    );
  }
  return recipients;
}

const longestText = 300;

/** A text of the file as a report shows it: one of a million characters would push all else out of sight. */
const brief = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText).toWellFormed()}…` : text;

function eventReport(
  { id, event, evidence }: CheckedEvent,
  { after, before }: Interval,
  findings: readonly Finding[],
): EventReport {
  const { type, index, opening } = evidence.segl;
  return {
    id,
    type: event?.type ?? brief(type),
    at: event?.at ?? brief(evidence.EventTime),
    index,
    delivery: event?.delivery ?? null,
    seq: event?.seq ?? null,
    opening: opening === null ? 'none' : typeof opening === 'string' ? opening : 'shown',
    ofSigning: event?.details.for === 'acknowledgement',
    after,
    before,
    findings,
  };
}
