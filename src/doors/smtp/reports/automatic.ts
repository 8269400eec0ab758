import type { Head } from '../mime/head.ts';
import { challenges, says } from './phrases.ts';
import { folded } from './tidy.ts';

/** Subjects that mail programs write before an absence, in Danish, Norwegian, Swedish, German and English. */
const absences =
  /^(?:\[?auto(?:matic|matisk|matiskt|matische)?[- ]?(?:reply|response|svar|svarsmeddelelse|antwort)|autoreply|autoresponse|out of (?:the )?office|ooo:|away from (?:the )?office|fravær|ikke til ?stede|ikke på kontoret|ude af kontoret|frånvaro|frånvarande|inte på kontoret|ej på kontoret|abwesenheit|abwesend|nicht im büro)/i;

/** An absence, by marks that no bounce carries. */
export function isAbsence(head: Head): boolean {
  return (
    ['X-Autoreply', 'X-Autorespond', 'X-Auto-Reply', 'X-Vacation', 'X-Mail-Autoreply'].some((name) =>
      set(head, name),
    ) ||
    /^auto_reply/i.test(head.first('Precedence') ?? '') ||
    /\bvacation\b/i.test(head.first('Auto-Submitted') ?? '') ||
    absences.test(head.subject)
  );
}

/** Anything that no person wrote (RFC 3834 §2 and §5), bounces too: to be asked after those. `text`: without quotes. */
export function isAutomatic(head: Head, text: string): boolean {
  return (
    isAbsence(head) ||
    set(head, 'Auto-Submitted') ||
    set(head, 'X-Auto-Response-Suppress') ||
    /^(?:bulk|junk|list)\b/i.test(head.first('Precedence') ?? '') ||
    ['List-Id', 'List-Unsubscribe', 'X-Mailman-Version', 'X-TMDA-Confirm'].some((name) => head.first(name)) ||
    /\b(?:no-?reply|do-?not-?reply)@/i.test(head.first('From')?.slice(-320) ?? '') ||
    isChallenge(head, text)
  );
}

/** A challenge says so in its subject, or it is no answer and gives a link to prove oneself by. */
function isChallenge(head: Head, text: string): boolean {
  if (says(folded(head.subject), challenges)) return true;
  const begin = text.slice(0, 4000);
  return (
    !/^(?:re|sv|aw|vs):/i.test(head.subject) && /https?:\/\//i.test(begin) && says(folded(begin), challenges)
  );
}

/** There, and not there to say no. */
const set = (head: Head, name: string): boolean =>
  !/^(?:no|none|false)?\s*(?:;|$)/i.test(head.first(name) ?? '');
