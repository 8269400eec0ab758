import type { Json } from '../commitment.ts';
import { encodeBase64 } from '../log/base64.ts';
import { erdsEventId, reasonCode } from './etsi-events.ts';
import type { Bundle, Evidence, PartyDetails } from './format.ts';
import type { LoggedEvent } from './logged-event.ts';

/** An event with what is known of it. */
export interface KnownEvent {
  readonly event: LoggedEvent;
  readonly opening: Evidence['segl']['opening'];
}

/** The ETSI fields of one event. */
export type EtsiFields = Omit<Evidence, 'TransactionLogInformation' | 'segl'>;

/**
 * The events in the shape of EN 319 522-3, in the order given, which is the log's. Made from the entries and their openings
 * alone, so that whoever verifies a bundle makes them again and compares. Never throws for what stands in an event.
 */
export function etsiEvidence(issuer: Bundle['issuer'], events: readonly KnownEvent[]): EtsiFields[] {
  const parties = partiesOf(events);
  const submitted = events.find(({ event }) => event.type === 'message.accepted');
  const asksFirst = submitted?.event.details.moment === 'before';
  const everybody = [...parties.values()];
  const sender = submitted && senderOf(submitted);
  const roads = new Map<string, Road>();
  return events.map(({ event, opening }) => {
    const { id, type, at, message, delivery } = event;
    const fields = fieldsOf(opening);
    const road = delivery === undefined ? undefined : roadOf(roads, delivery);
    road?.follow(event);
    const code = reasonCode(type, event.details.reason);
    const authentication = road?.authenticationOf(event);
    const content = contentOf(event, fields);
    const party = delivery === undefined ? undefined : parties.get(delivery);
    return {
      version: 'EN319522v1.1.1',
      EvidenceIdentifier: urn(id),
      ERDSEventId: erdsEventId(type, event.details.moment, {
        opened: road?.opened ?? false,
        awaitsConsent: asksFirst && road !== undefined && !road.isOver,
      }),
      EventTime: at,
      EvidenceIssuerDetails: { Name: issuer.organisation, URI: issuer.url },
      SenderDetails: sender ?? null,
      RecipientDetails: party ? [party] : type === 'message.accepted' ? everybody : [],
      MessageIdentifier: urn(message ?? ''),
      SubmissionTime: submitted?.event.at ?? null,
      EvidenceRefersToRecipient: party?.Identifier ?? null,
      EventReasons:
        code === undefined ? [] : [{ Code: code, ...text('Details', isFailure(type) && fields.reply) }],
      ...(content.length > 0
        ? { UserContentInfo: { ComposingParts: content.length, PartsInfo: content } }
        : {}),
      ...(authentication ? { AuthenticationDetails: authentication } : {}),
    };
  });
}

const urn = (id: string): string => `urn:uuid:${id}`;

type Fields = { readonly [field: string]: Json };
const none: Fields = {};

const fieldsOf = (opening: KnownEvent['opening']): Fields =>
  opening !== null && typeof opening === 'object' ? opening.fields : none;

const text = <Name extends string>(name: Name, value: unknown): { [N in Name]?: string } =>
  (typeof value === 'string' && value !== '' ? { [name]: value } : {}) as { [N in Name]?: string };

const isFailure = (type: string): boolean =>
  type === 'delivery.notice_failed' || type === 'delivery.relay_failed';

function senderOf({ event, opening }: KnownEvent): PartyDetails {
  return { Identifier: urn(event.actor.id), ...text('ElectronicAddress', fieldsOf(opening).from) };
}

/** Everybody of whom there is an event, as the first event of each says who it is. */
function partiesOf(events: readonly KnownEvent[]): ReadonlyMap<string, PartyDetails> {
  const parties = new Map<string, PartyDetails>();
  for (const { event, opening } of events) {
    const { delivery, seq } = event;
    if (delivery === undefined) continue;
    const { name, email } = seq === 1 ? fieldsOf(opening) : none;
    if (seq === 1 || !parties.has(delivery)) {
      parties.set(delivery, {
        Identifier: urn(delivery),
        ...text('Name', name),
        ...text('ElectronicAddress', email),
      });
    }
  }
  return parties;
}

/** What went before in one delivery: whether it was opened, and in which way each session was opened to it. */
class Road {
  opened = false;
  /** Nobody waits for a consent: it was given or refused, or is not asked of a reader. */
  isOver = false;
  readonly #sent = new Map<string, string>();
  readonly #proven = new Map<string, { Method: string; Time: string }>();

  follow({ type, at, details }: LoggedEvent): void {
    const { code, session, via, method } = details;
    if (type === 'delivery.opened') this.opened = true;
    if (type === 'delivery.acknowledged' || type === 'delivery.declined' || details.readerOf !== undefined) {
      this.isOver = true;
    }
    if (type === 'delivery.code_sent' && typeof code === 'string' && typeof via === 'string') {
      this.#sent.set(code, via);
    }
    if (type === 'delivery.code_verified' && typeof session === 'string') {
      const way = typeof code === 'string' ? this.#sent.get(code) : undefined;
      const how = `urn:segl:authentication:code${way === undefined ? '' : `:${way}`}`;
      this.#proven.set(session, { Method: how, Time: at });
    }
    if (type === 'delivery.identity_verified' && typeof session === 'string' && isOtherWay(method)) {
      this.#proven.set(session, { Method: `urn:segl:authentication:${method}`, Time: at });
    }
  }

  authenticationOf({ type, details }: LoggedEvent): { Method: string; Time: string } | undefined {
    const { session } = details;
    return releases.has(type) && typeof session === 'string' ? this.#proven.get(session) : undefined;
  }
}

/** The ways beside a code that was sent for this delivery; `code`: one for another delivery to the same address and number. */
const otherWays: readonly unknown[] = ['passkey', 'eid', 'access_code', 'code'];
const isOtherWay = (method: unknown): method is string => otherWays.includes(method);

const releases: ReadonlySet<string> = new Set([
  'delivery.opened',
  'delivery.reopened',
  'delivery.attachment_opened',
]);

function roadOf(roads: Map<string, Road>, delivery: string): Road {
  const road = roads.get(delivery) ?? new Road();
  roads.set(delivery, road);
  return road;
}

type PartInfo = NonNullable<Evidence['UserContentInfo']>['PartsInfo'][number];

/** The parts that the event itself commits to: all of them when accepted, the one that a file was when opened. */
function contentOf({ type, details }: LoggedEvent, { content, sha256 }: Fields): readonly PartInfo[] {
  if (type === 'delivery.attachment_opened') return partInfo(details.part, sha256);
  if (type !== 'message.accepted' || !Array.isArray(content)) return [];
  return content.flatMap((each: unknown) => {
    const { part, sha256 } = (each ?? {}) as { part?: unknown; sha256?: unknown };
    return partInfo(part, sha256);
  });
}

function partInfo(part: unknown, sha256: unknown): readonly PartInfo[] {
  if (typeof part !== 'number' || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return [];
  const digest = Uint8Array.from(sha256.match(/../g)!, (byte) => Number.parseInt(byte, 16));
  return [
    {
      Identifier: `part-${part}`,
      DigestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256',
      DigestValue: encodeBase64(digest),
    },
  ];
}
