import type { ComposeAsks, ComposeProblem, FieldError } from '../../../../views/models/compose.ts';
import type { AcknowledgementDraft, MessageOptions } from '../../../delivery/accept-message.ts';
import { limits } from '../../../delivery/limits.ts';
import { usualTerms } from '../../../delivery/terms.ts';
import { isStrength } from '../../../message/acknowledgements.ts';
import type { Refusal } from '../../../message/refusals.ts';
import { isPreset, presetStatements } from '../../http/statements.ts';

const { readers, passing, showsRecipients, replies } = usualTerms;

/** What a new message asks until somebody chooses otherwise. */
export const usualAsks: ComposeAsks = {
  sign: 'none',
  statement: '',
  translations: { da: '', sv: '', en: '' },
  moment: 'after',
  atLeast: 'code',
  dueDays: null,
  ifMissed: 'tell',
  readers,
  passing,
  showsRecipients,
  replies,
};

/** Reads that part of the form. A browser sends no box that is not ticked, so `choices` says that there were boxes. */
export function readAsks(first: (name: string) => string): ComposeAsks {
  const sign = first('sign');
  const atLeast = first('atLeast');
  const days = Number(first('dueDays'));
  const hadBoxes = first('choices') !== '';
  const box = (name: 'readers' | 'passing' | 'showsRecipients' | 'replies') =>
    hadBoxes ? first(name) !== '' : usualAsks[name];
  return {
    sign: sign === 'own' || isPreset(sign) ? sign : 'none',
    statement: first('statement'),
    translations: {
      da: first('statement-da'),
      sv: first('statement-sv'),
      en: first('statement-en'),
    },
    moment: first('moment') === 'before' ? 'before' : 'after',
    atLeast: isStrength(atLeast) ? atLeast : 'code',
    dueDays: Number.isInteger(days) && days > 0 ? days : null,
    ifMissed: first('ifMissed') === 'recall' ? 'recall' : 'tell',
    readers: box('readers'),
    passing: box('passing'),
    showsRecipients: box('showsRecipients'),
    replies: box('replies'),
  };
}

/** What is wrong with it, said before anything is sent; the verb judges again. */
export function problemsOfAsks(asks: ComposeAsks, expiresDays: number): FieldError[] {
  if (asks.sign === 'none') return [];
  const at = (field: FieldError['field'], problem: ComposeProblem): FieldError => ({
    field,
    row: null,
    problem,
  });
  const words = [...asks.statement.trim()].length;
  const longest = Math.max(words, ...Object.values(asks.translations).map((each) => [...each.trim()].length));
  return [
    ...(asks.sign === 'own' && words === 0 ? [at('statement', 'statement_needed')] : []),
    ...(asks.sign === 'own' && longest > limits.statementLength ? [at('statement', 'statement_long')] : []),
    ...((asks.sign === 'read' || asks.sign === 'agreed') && asks.moment === 'before'
      ? [at('moment', 'preset_before')]
      : []),
    ...(asks.dueDays !== null && asks.dueDays > expiresDays ? [at('dueDays', 'due_after_expiry')] : []),
    ...(asks.dueDays === null && asks.ifMissed === 'recall' ? [at('dueDays', 'recall_without_day')] : []),
  ];
}

/** What the verb refused, where it was about this part; undefined: it was not. */
export function problemFrom({ code, facts }: Refusal): FieldError | undefined {
  if (code !== 'invalid') return undefined;
  const found = refusals[String(facts.field)];
  return found && { row: null, field: found[0], problem: found[1] };
}

const refusals: Readonly<Record<string, readonly [FieldError['field'], ComposeProblem]>> = {
  'acknowledgement.statement': ['statement', 'statement_needed'],
  'acknowledgement.dueAt': ['dueDays', 'due_after_expiry'],
  'acknowledgement.atLeast': ['atLeast', 'eid_without_identity'],
  'acknowledgement.to': ['recipients', 'cannot_sign'],
  identity: ['recipients', 'identity_invalid'],
  to: ['recipients', 'codes_too_many'],
};

const day = 24 * 60 * 60 * 1000;

/** The part of a message's draft that it stands for. `expiresAt`: a deadline of as many days as the message can be read is that moment. */
export function draftOfAsks(
  asks: ComposeAsks,
  expiresDays: number,
  expiresAt: string,
): { acknowledgement?: AcknowledgementDraft; options: MessageOptions } {
  const { sign, statement, translations, moment, atLeast, dueDays, ifMissed, ...options } = asks;
  if (sign === 'none') return { options };
  const statements = sign === 'own' ? { und: statement, ...translations } : presetStatements(sign);
  const dueAt =
    dueDays === expiresDays ? expiresAt : dueDays && new Date(Date.now() + dueDays * day).toISOString();
  return { options, acknowledgement: { statements, moment, atLeast, ifMissed, ...(dueAt ? { dueAt } : {}) } };
}
