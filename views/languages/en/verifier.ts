import type { FindingCode, Verdict } from '../../../src/message/verification.ts';

/** What a verdict is called, and what may be concluded from it. */
interface VerdictText {
  readonly title: string;
  readonly means: string;
}

const verdicts: Readonly<Record<Verdict, VerdictText>> = {
  confirmed: {
    title: 'Confirmed',
    means: 'Everything in the file holds, and it was signed with the keys that you gave.',
  },
  partly: {
    title: 'Consistent, and confirmed in part',
    means:
      'Everything in the file holds. Some parts are not confirmed by a key that you gave; they are named below.',
  },
  consistent: {
    title: 'Consistent; keys from the file itself, issuer not confirmed',
    means:
      'The file holds together, but only under keys that it brings itself. Anybody could have made such a file. Compare the fingerprints below with those that the organisation gives by another road.',
  },
  failed: {
    title: 'Does not hold',
    means: 'Something in the file is not as it was signed or logged. Do not rely on it.',
  },
};

const findings: Readonly<Record<FindingCode, (value: string) => string>> = {
  signature: () => 'The signature over the whole file is wrong: it was changed after it was signed.',
  issuer_certificate: () =>
    'The certificates in the file do not belong together, or were not valid when it was signed.',
  issuer_untrusted: (value) =>
    `The file is signed with another certificate than those given, nor is it certified by one of them (${value}).`,
  signed_early: (value) => `The file says that it was signed before something in it had happened (${value}).`,
  checkpoint_signature: () => 'The log’s checkpoint is not signed by a key of the log.',
  checkpoint_origin: () => 'The checkpoint is of another log than the file says.',
  log_key_untrusted: () => 'The log’s checkpoint is not signed by any of the keys given.',
  entry_form: () => 'The entry is not written as the log writes entries.',
  entry_elsewhere: () => 'The entry is about another message or another recipient.',
  entry_unproved: () => 'The entry is not proved to be in the log.',
  entry_repeated: () => 'The event is in the file more than once.',
  entry_order: () => 'The events are not in the order of the log.',
  opening_missing: () => 'The entry hides something, and the file does not say what became of it.',
  opening_surplus: () => 'The file discloses something that the entry does not hide.',
  opening_wrong: () => 'What the file discloses is not what the entry hides.',
  field_differs: (value) => `The file says something else than the log’s entry (${value}).`,
  submission_missing: () => 'The event in which the message was accepted is not in the file.',
  submission_repeated: () => 'The message is accepted more than once in this file.',
  delivery_missing: (value) =>
    `The message went to ${value} recipients, and not all of them are in the file.`,
  delivery_unknown: () => 'The file has events of a recipient that it does not list.',
  seq_missing: (value) => `Event number ${value} of this recipient is missing.`,
  seq_repeated: (value) => `Event number ${value} of this recipient is there more than once.`,
  seq_surplus: (value) => `This recipient has an event number ${value}, more than the file says there are.`,
  seq_order: (value) => `Event number ${value} of this recipient stands before an earlier one.`,
  status_differs: (value) => `These events do not lead to the status that the file gives (${value}).`,
  stamp_order: () => 'The timestamps are not in the order of the trees.',
  stamp_checkpoint: () => 'A timestamp stands over a checkpoint with a wrong signature of the log.',
  stamp_prefix: () => 'A timestamped tree is not the beginning of the log that the file proves.',
  stamp_token: () => 'A timestamp does not hold, or stands over something else.',
  stamp_untrusted: () => 'A timestamp is not of an authority that you gave.',
  time_early: (value) => `The time of the event is before ${value}, when the log did not have it yet.`,
  time_late: (value) => `The time of the event is after ${value}, when the log had it already.`,
  acknowledgement_missing: () =>
    'The log says that it was signed for, and the file does not have what was signed.',
  acknowledgement_surplus: () => 'The file has something signed that its events do not tell of.',
  acknowledgement_digest: () => 'What is said to be signed is not what the log recorded as signed.',
  acknowledgement_form: () =>
    'What was signed is not written as it must be, so nobody can say what it means.',
  acknowledgement_signature: () => 'The organisation’s signature over what was signed is wrong.',
  acknowledgement_issuer: (value) =>
    `What was signed bears another certificate than those given, or one that was not valid then (${value}).`,
  acknowledgement_differs: (value) => `What was signed says something else than the events (${value}).`,
  acknowledgement_time: (value) => `The times of signing do not fit together (${value}).`,
  acknowledgement_checkpoint: () =>
    'The state of the log that was signed is not an earlier state of the log in this file.',
  acknowledgement_token: () => 'The timestamp of the signature does not hold, or stands over something else.',
  code_unsent: () => 'No event says that the code with which it was signed was sent for that.',
  assertion_wrong: (value) => `The passkey did not sign this (${value}).`,
  passkey_differs: () => 'The events say something else about the passkey than the signature does.',
  id_token_wrong: (value) => `The eID’s statement is not for this signature, or does not hold (${value}).`,
  id_token_untrusted: () => 'The eID’s statement is not signed with any of the issuer’s keys that you gave.',
  statement_differs: () => 'The words that you gave are not those that were signed.',
  part_unknown: (value) => `${value} is nothing that was sent with this message and signed for.`,
};

export const verifier = {
  title: 'Check evidence',
  intro:
    'This page checks the evidence of a secure message by itself. It has no connection to anybody: nothing that you choose here leaves your device.',
  scriptNeeded: 'This page calculates in your browser, and needs JavaScript for that.',
  browserTooOld: 'This browser cannot check the log’s signatures (Ed25519). Take a newer one.',
  choose: 'Evidence file',
  drop: 'You can also drop the file anywhere on this page.',
  keys: {
    title: 'Keys that you got elsewhere',
    hint: 'Somebody else could sign a whole file anew with keys of their own. Only keys that reached you by another road than the file show whom it is from: from the organisation’s own website, by telephone, with an earlier file.',
    log: 'Keys of the log, one on each line',
    certificates: 'Certificates of the organisation',
    roots: 'Root certificates of the timestamping authority',
    eid: 'Keys of the eID’s issuer (JWKS)',
    check: 'Check again with these keys',
    unreadable: (what: string) => `This key cannot be read: ${what}`,
  },
  working: 'Checking …',
  unreadable: {
    title: 'This cannot be read',
    means: 'It is not an evidence file, or it is cut off or damaged.',
  },
  verdicts,
  findings,
  wrong: 'What does not hold',
  firstOnly: (shown: number, all: number) => `The first ${shown} of ${all}:`,
  parts: {
    title: 'Who stands behind it',
    issuer: 'Signed by',
    issuerConfirmed: 'Confirmed by the certificate that you gave.',
    issuerOwn: 'Not confirmed: you gave no certificate of the organisation.',
    certificate: 'Fingerprint of the certificate (SHA-256)',
    signedAt: 'Signed, as the file says',
    log: 'Log',
    entries: (count: number) => (count === 1 ? '1 entry' : `${count} entries`),
    logConfirmed: 'Confirmed by the key that you gave.',
    logOwn: 'Not confirmed: you gave no key of the log.',
    key: 'Key of the log',
    stamps: 'Timestamps from outside',
    stampsConfirmed: 'Confirmed by the root certificates that you gave.',
    stampsOwn: 'Not confirmed: you gave no root certificate of the authority.',
    stampsAbsent:
      'None. Nobody outside has stamped this log: the times are those of the issuer’s own clock, and prove nothing against the issuer.',
    stamp: (authority: string, size: number) =>
      `${authority}, over the first ${size} ${size === 1 ? 'entry' : 'entries'}`,
  },
  events: {
    title: 'What happened',
    message: 'Message',
    whole: 'The message as a whole',
    recipient: 'Recipient',
    status: 'Status',
    number: 'No.',
    time: 'Time',
    event: 'Event',
    entry: 'Entry of the log',
    checked: 'Checked',
    holds: 'Holds',
    between: (after: string, before: string) =>
      `In the log between ${after} and ${before}, by outside clocks`,
    onlyBefore: (before: string) => `In the log before ${before}, by an outside clock`,
    onlyAfter: (after: string) => `In the log after ${after}, by an outside clock; no later stamp`,
    erased: 'The personal data was erased; that it once stood there still holds.',
    withheld: 'What concerns others is not shown in this file.',
    complete: (count: number) =>
      count === 1
        ? 'The only event of this recipient is here.'
        : `All ${count} events of this recipient are here, in order.`,
    completeOwn: (count: number) =>
      `${count === 1 ? 'The first event is here' : `The first ${count} events are here, in order`}. That none follows, and the status, is said only by whoever signed the file, and who that is has not been confirmed.`,
    exact: 'Times are shown in the time zone of this device. Below each stands the time as it was logged.',
  },
  proves: {
    title: 'What this shows',
    text: 'That these events were logged, in this order, and not changed since. Opened means that somebody gave the recipient’s code, or used their passkey or eID. It does not show that the software handed out nothing without logging it.',
  },
  file: 'File',
};
export type VerifierTexts = typeof verifier;
