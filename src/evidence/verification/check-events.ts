import canonicalize from 'canonicalize';
import type { FindingCode } from '../../message/verification.ts';
import { etsiEvidence, type EtsiFields, type KnownEvent } from '../bundle/etsi-evidence.ts';
import type { Bundle, Evidence } from '../bundle/format.ts';
import type { LoggedEvent } from '../bundle/logged-event.ts';
import { decodeBase64, encodeBase64 } from '../log/base64.ts';
import { leafHash } from '../log/hashes.ts';
import { Malformed } from '../log/malformed.ts';
import { hmacSha256 } from '../log/sha256.ts';
import { parseTlogProof } from '../log/tlog-proof.ts';
import { verifyInclusion } from '../log/verify-proofs.ts';
import type { FindingList } from './finding-list.ts';
import { readEntry } from './read-entry.ts';

export interface CheckedEvent {
  readonly evidence: Evidence;
  /** What the entry says; absent where it cannot be read. */
  readonly event: LoggedEvent | undefined;
  /** By which findings name it. */
  readonly id: string;
}

const utf8 = new TextEncoder();

/** Whether each event is in the tree of the bundle's checkpoint, and says what the bundle says of it. In the bundle's order. */
export function checkEvents(
  bundle: Bundle,
  tree: { readonly size: number; readonly root: Uint8Array },
  findings: FindingList,
): readonly CheckedEvent[] {
  const checked = bundle.evidence.map((evidence) => {
    const event = readOrUndefined(evidence.segl.entry);
    const id = event?.id ?? evidence.EvidenceIdentifier.replace(/^urn:uuid:/, '');
    const add = (code: FindingCode, value?: string) =>
      findings.add(code, { event: id, ...(value === undefined ? {} : { value }) });
    if (!isInTree(evidence, bundle.log.checkpoint, tree)) add('entry_unproved');
    if (!event) add('entry_form');
    else {
      if (event.type !== evidence.segl.type) add('field_differs', 'type');
      if (!concerns(event, bundle.about)) add('entry_elsewhere');
      const wrong = openingFault(event, evidence.segl.opening);
      if (wrong) add(wrong);
    }
    return { evidence, event, id };
  });
  checkOrder(checked, findings);
  checkFields(bundle, checked, findings);
  return checked;
}

function readOrUndefined(entry: string): LoggedEvent | undefined {
  try {
    return readEntry(entry);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function isInTree(
  { segl, TransactionLogInformation: { Proof } }: Evidence,
  checkpoint: string,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): boolean {
  try {
    const proof = parseTlogProof(Proof);
    if (proof.index !== segl.index || proof.checkpoint !== checkpoint) return false;
    const leaf = leafHash(utf8.encode(segl.entry));
    return verifyInclusion({ index: proof.index, size, leaf, proof: proof.hashes, root });
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

const concerns = (event: LoggedEvent, about: Bundle['about']): boolean =>
  event.message === about.message &&
  (about.delivery === undefined || event.delivery === undefined || event.delivery === about.delivery);

/** Whether what is disclosed is what the entry commits to: HMAC-SHA-256(k, JCS(fields)), `k` of exactly 32 bytes. */
function openingFault(
  { commitment }: LoggedEvent,
  opening: Evidence['segl']['opening'],
): FindingCode | undefined {
  if (commitment === undefined) return opening === null ? undefined : 'opening_surplus';
  if (opening === null) return 'opening_missing';
  if (typeof opening === 'string') return undefined;
  try {
    const k = decodeBase64(opening.k, 32);
    const fields = utf8.encode(canonicalize(opening.fields));
    return encodeBase64(hmacSha256(k, fields)) === commitment ? undefined : 'opening_wrong';
  } catch {
    return 'opening_wrong';
  }
}

function checkOrder(checked: readonly CheckedEvent[], findings: FindingList): void {
  const ids = new Set<string>();
  let last = -1;
  for (const { id, evidence } of checked) {
    if (ids.has(id)) findings.add('entry_repeated', { event: id });
    else if (evidence.segl.index <= last) findings.add('entry_order', { event: id });
    ids.add(id);
    last = Math.max(last, evidence.segl.index);
  }
}

/** What each event's fields say of that event alone; the others draw on other events too. */
const ownFields = ['EvidenceIdentifier', 'EventTime', 'MessageIdentifier'] as const;

/** Whether the ETSI fields are those that the entries and their openings make. */
function checkFields(bundle: Bundle, checked: readonly CheckedEvent[], findings: FindingList): void {
  // Where one event is wrong already, the others are not blamed for what they take from it.
  const all =
    !findings.has('entry_form', 'entry_unproved', 'entry_repeated', 'opening_wrong') &&
    // Each acceptance names everybody: of many of them, what they should say would have no bounds.
    checked.filter(({ event }) => event?.type === 'message.accepted').length <= 1;
  const readable = checked.filter(
    (each): each is CheckedEvent & { event: LoggedEvent } => each.event !== undefined,
  );
  const known: KnownEvent[] = readable.map(({ event, evidence }) => ({
    event,
    opening: evidence.segl.opening,
  }));
  for (const [index, expected] of etsiEvidence(bundle.issuer, known).entries()) {
    const { evidence, id } = readable[index]!;
    const { segl: _segl, TransactionLogInformation: _proof, ...given } = evidence;
    const names = all ? new Set([...Object.keys(expected), ...Object.keys(given)]) : ownFields;
    for (const name of names as Iterable<keyof EtsiFields>) {
      if (canonicalize(given[name] ?? null) !== canonicalize(expected[name] ?? null)) {
        findings.add('field_differs', { event: id, value: name });
      }
    }
  }
}
