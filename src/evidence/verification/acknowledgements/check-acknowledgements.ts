import canonicalize from 'canonicalize';
import type { Acknowledgement, SignedAcknowledgement } from '../../../message/acknowledgements.ts';
import type {
  AcknowledgementReport,
  FindingCode,
  MethodReport,
  Standing,
} from '../../../message/verification.ts';
import { acknowledgementType } from '../../bundle/jws-header.ts';
import type { LoggedEvent } from '../../bundle/logged-event.ts';
import { type OpenedJws, verifyJws } from '../../bundle/verify-jws.ts';
import { hex, sameBytes } from '../../certificates/read-certificate.ts';
import { Malformed } from '../../log/malformed.ts';
import { sha256 } from '../../log/sha256.ts';
import type { CheckedEvent } from '../check-events.ts';
import { judgeSigner } from '../check-issuer.ts';
import type { FindingList } from '../finding-list.ts';
import { checkLogState } from './check-log-state.ts';
import { checkMethod } from './check-method.ts';
import { checkSignatureToken } from './check-signature-token.ts';
import { readSigned } from './read-signed.ts';
import type { Surroundings } from './surroundings.ts';
import { draftLifetime, tolerance } from './tolerance.ts';
import { Wrong } from './wrong.ts';

const utf8 = new TextEncoder();

/**
 * Whether each event of signing has what was signed, and that is what the log committed to, signed by the organisation and by
 * the method's own signature. What was erased need not be there.
 */
export async function checkAcknowledgements(
  around: Surroundings,
  findings: FindingList,
): Promise<readonly AcknowledgementReport[]> {
  const { bundle, deliveries, isMessageErased } = around;
  const given = bundle.acknowledgements ?? [];
  const there = new Set(given.map(({ delivery }) => delivery));
  for (const [delivery, events] of deliveries) {
    const signing = signingsIn(events)[0];
    if (!signing || there.has(delivery)) continue;
    const isErased = isMessageErased || events.some(({ event }) => event?.type === 'delivery.erased');
    if (!isErased) findings.add('acknowledgement_missing', { event: signing.id });
  }
  const reports: AcknowledgementReport[] = [];
  const seen = new Set<string>();
  for (const signed of given) {
    const { delivery } = signed;
    const own = signingsIn(deliveries.get(delivery) ?? []);
    if (own.length !== 1 || seen.has(delivery)) findings.add('acknowledgement_surplus', { delivery });
    seen.add(delivery);
    reports.push(await checkOne(signed, own[0], around, findings));
  }
  return reports;
}

const signingsIn = (events: readonly CheckedEvent[]): readonly CheckedEvent[] =>
  events.filter(({ event }) => event?.type === 'delivery.acknowledged');

async function checkOne(
  given: SignedAcknowledgement,
  signing: CheckedEvent | undefined,
  around: Surroundings,
  findings: FindingList,
): Promise<AcknowledgementReport> {
  const { delivery, proof } = given;
  const event = signing?.event;
  const about = { delivery, ...(event ? { event: event.id } : {}) };
  const own: AcknowledgementReport['findings'][number][] = [];
  const add = (code: FindingCode, value?: string) => {
    const finding = { ...about, ...(value === undefined ? {} : { value }) };
    own.push({ code, ...finding });
    findings.add(code, finding);
  };
  const attempt = async <T>(check: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      add(error.code, error.value);
      return undefined;
    }
  };

  if (event) checkDigests(given, event, add);
  const jws = await attempt(() => openJws(given.jws));
  const issuer = jws && (await checkSigner(jws, around, add));
  const signed = jws && (await attempt(() => payloadOf(jws)));
  const token = jws && (await attempt(() => checkSignatureToken(given, jws.signedAt, around.trust)));
  let method: MethodReport = unproven(proof);
  if (signed) {
    await attempt(() => checkLogState(given, signed, signing?.evidence.segl.index, around));
    compare(signed, given, event, around, add);
    if (event) checkTimes(signed, jws.signedAt, event, add);
    const digest = sha256(jws.payload);
    method = (await attempt(() => checkMethod(proof, digest, signed, event, around))) ?? method;
  }
  return {
    delivery,
    event: event?.id ?? null,
    at: event?.at ?? null,
    signed: signed
      ? {
          statement: signed.statement.text,
          language: signed.statement.language,
          moment: signed.moment,
          content: signed.content.map(({ part, sha256: digest }) => ({ part, sha256: digest })),
        }
      : null,
    method,
    issuer: issuer ?? { fingerprint: '', standing: 'own' },
    token: token ?? null,
    findings: own,
  };
}

/** What the log recorded of it: SHA-256 of the JWS as it stands, and of the proof's RFC 8785 form. */
function checkDigests(
  { jws, proof }: SignedAcknowledgement,
  { details }: LoggedEvent,
  add: (code: FindingCode) => void,
) {
  const isWhole =
    details.digest === hex(sha256(utf8.encode(jws))) &&
    details.proof === hex(sha256(utf8.encode(canonicalize(proof)!)));
  if (!isWhole) add('acknowledgement_digest');
}

async function openJws(jws: string): Promise<OpenedJws> {
  try {
    return await verifyJws(utf8.encode(jws), acknowledgementType);
  } catch (cause) {
    if (cause instanceof Malformed) throw new Wrong('acknowledgement_form', undefined, { cause });
    throw cause;
  }
}

function payloadOf({ payload }: OpenedJws): Acknowledgement {
  try {
    return readSigned(payload);
  } catch (cause) {
    if (cause instanceof Malformed) throw new Wrong('acknowledgement_form', undefined, { cause });
    throw cause;
  }
}

/** The organisation's key then is that of the file, or is trusted as that is. */
async function checkSigner(
  jws: OpenedJws,
  { jws: file, trust }: Surroundings,
  add: (code: FindingCode, value?: string) => void,
): Promise<AcknowledgementReport['issuer']> {
  if (!jws.signatureHolds) add('acknowledgement_signature');
  const { leaf, fits, trusted } = await judgeSigner(jws, trust);
  const confirmed = fits && trusted && jws.signatureHolds;
  const isOwn = sameBytes(leaf.der, file.certificates[0]!);
  if (!fits || (trust.certificates.length > 0 && !trusted && !isOwn)) {
    add('acknowledgement_issuer', leaf.fingerprint);
  }
  const standing: Standing = confirmed ? 'confirmed' : 'own';
  return { fingerprint: leaf.fingerprint, standing };
}

/** Whether what was signed says the same as the events: about what, for whom, how and when as to reading. */
function compare(
  signed: Acknowledgement,
  { delivery, proof }: SignedAcknowledgement,
  event: LoggedEvent | undefined,
  { bundle, accepted, deliveries }: Surroundings,
  add: (code: FindingCode, value: string) => void,
): void {
  const differs = (what: keyof Acknowledgement) => add('acknowledgement_differs', what);
  if (signed.message !== bundle.about.message) differs('message');
  if (signed.delivery !== delivery) differs('delivery');
  if (signed.method !== proof.method || (event && event.details.method !== signed.method)) differs('method');
  if (event && event.details.moment !== signed.moment) differs('moment');
  const first = deliveries.get(delivery)?.find((each) => each.event?.seq === 1);
  if (first?.event?.commitment !== signed.recipient) differs('recipient');
  const disclosed = accepted?.evidence.segl.opening;
  if (disclosed && typeof disclosed === 'object') {
    const sent = disclosed.fields.content;
    const parts = Array.isArray(sent) ? [...(sent as { part?: unknown }[])] : [];
    parts.sort((one, other) => Number(one.part) - Number(other.part));
    if (canonicalize(parts) !== canonicalize(signed.content)) differs('content');
  }
}

/** It was fixed, signed and logged in this order, within the time for which what was shown waits. */
function checkTimes(
  { time }: Acknowledgement,
  signedAt: number,
  { at }: LoggedEvent,
  add: (code: FindingCode, value: string) => void,
): void {
  const [fixed, signed, logged] = [Date.parse(time), signedAt * 1000, Date.parse(at)];
  if (!(fixed <= logged + tolerance && logged <= fixed + draftLifetime + tolerance)) {
    add('acknowledgement_time', time);
  } else if (!(signed >= fixed - tolerance && signed <= logged + tolerance)) {
    add('acknowledgement_time', new Date(signed).toISOString());
  }
}

/** What is said of the method before it is shown. */
function unproven(proof: SignedAcknowledgement['proof']): MethodReport {
  switch (proof.method) {
    case 'code':
      return { method: 'code', via: null };
    case 'passkey':
      return { method: 'passkey', site: proof.rpId, addedAt: proof.addedAt, logged: false };
    case 'eid':
      return { method: 'eid', issuer: proof.issuer, subject: '', name: null, standing: 'own' };
  }
}
