import type { Queryable } from '../evidence/ports.ts';
import type { Statements } from '../message/content.ts';
import { Refusal } from '../message/refusals.ts';
import { strengthAsked } from './acknowledgements/signing-terms.ts';
import type { AcknowledgementDraft, MessageDraft } from './accept-message.ts';
import type { Context } from './context.ts';
import { limits } from './limits.ts';
import type { Recipient } from './recipients.ts';
import { type MessageTerms, usualTerms } from './terms.ts';

/** What a draft asks beyond the usual. */
export interface DraftTerms {
  /** Null: nothing beyond the usual. */
  readonly terms: MessageTerms | null;
  /** The words to sign, which are content. */
  readonly statements: Statements | undefined;
}

/**
 * What the sender asks for, judged. A message that asks nothing costs no question to the database. Refuses invalid, with the
 * `field`.
 */
export async function termsOfDraft(
  db: Queryable,
  { acknowledgement, options = {} }: MessageDraft,
  expiresAt: string,
): Promise<DraftTerms> {
  const { readers, passing, showsRecipients, replies } = usualTerms;
  const chosen = {
    readers: options.readers ?? readers,
    passing: options.passing ?? passing,
    showsRecipients: options.showsRecipients ?? showsRecipients,
    replies: options.replies ?? replies,
  };
  if (!acknowledgement) {
    const terms = { ...usualTerms, ...chosen };
    const isUsual = JSON.stringify(terms) === JSON.stringify(usualTerms);
    return { terms: isUsual ? null : terms, statements: undefined };
  }
  const statements = checkStatements(acknowledgement.statements);
  return {
    statements,
    terms: {
      ...chosen,
      moment: acknowledgement.moment ?? 'after',
      atLeast: await strengthAsked(db, acknowledgement.atLeast ?? 'code'),
      ...checkDeadline(acknowledgement, expiresAt),
    },
  };
}

/** Refuses invalid: somebody who is asked to sign could not, whatever they did. */
export function checkStrength(
  { settings }: Context,
  terms: MessageTerms | null,
  recipients: readonly Recipient[],
): void {
  if (!terms?.moment) return;
  const signers = recipients.filter(({ status }) => status !== 'refused' && status !== 'held');
  if (terms.atLeast !== 'eid') {
    if (signers.every((each) => canSign(each, terms.atLeast))) return;
    throw refused(
      'to',
      'A recipient could not sign: a code for signing and a passkey take a phone number of their own. Give one, or an identity number for an eID, or ask for no signature.',
    );
  }
  if (!settings.eid) {
    throw refused('atLeast', 'There is no eID here to sign with. Ask for a passkey or a code instead.');
  }
  if (recipients.some(({ status, identity }) => status !== 'refused' && !identity)) {
    throw refused(
      'atLeast',
      'Whoever is to sign with an eID needs an identity number to match it with. Give one for each recipient, or take a weaker way of signing.',
    );
  }
}

/**
 * Whether there is a way for somebody, short of an eID that everybody has. A passkey is added after a code to one's own phone;
 * members of a shared mailbox have theirs for codes alone.
 */
const canSign = ({ phone, accessCode, identity }: Recipient, atLeast: MessageTerms['atLeast']): boolean =>
  phone !== null || Boolean(identity) || (atLeast === 'code' && !accessCode);

/** Refuses invalid. */
function checkStatements(given: Statements): Statements {
  const written = Object.entries(given)
    .map(([language, words]) => [language, clean(words)] as const)
    .filter(([, words]) => words !== '');
  if (written.length === 0) {
    throw refused('statement', 'Write what the recipient is to sign, or choose one of the sentences.');
  }
  if (written.some(([, words]) => [...words].length > limits.statementLength)) {
    throw refused(
      'statement',
      `What is to be signed has more than ${limits.statementLength} characters. Put the rest into the message.`,
    );
  }
  return Object.fromEntries(written);
}

/** As RFC 8785 can hold it, with the lines as one sees them, and without characters that show words in another order (UAX #9). */
const clean = (words: string): string =>
  words
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
    .toWellFormed();

/** Refuses invalid. */
function checkDeadline(
  { dueAt, ifMissed = 'tell' }: AcknowledgementDraft,
  expiresAt: string,
): Pick<MessageTerms, 'dueAt' | 'ifMissed'> {
  if (dueAt === undefined) {
    if (ifMissed === 'tell') return { dueAt: null, ifMissed };
    throw refused('dueAt', 'Say by when it is to be signed: without a day nothing can be recalled on it.');
  }
  const at = Date.parse(dueAt);
  if (!(at > Date.now())) throw refused('dueAt', 'The day by which it is to be signed must lie ahead.');
  if (at > Date.parse(expiresAt)) {
    throw refused(
      'dueAt',
      'The message expires before the day by which it is to be signed. Let it expire later.',
    );
  }
  return { dueAt: new Date(at).toISOString(), ifMissed };
}

const refused = (field: string, sentence: string): Refusal =>
  new Refusal('invalid', sentence, { field: `acknowledgement.${field}` });
