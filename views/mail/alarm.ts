import type { Language } from '../../src/message/languages.ts';
import type { AlarmFacts, MailText } from '../../src/message/mail-facts.ts';
import { texts } from '../languages/index.ts';
import { mailText } from './mail-text.ts';

/** Tells whoever watches over the organisation's mail of something that should be looked at now. Names no recipient. */
export function alarmMail(language: Language, facts: AlarmFacts): MailText {
  const t = texts[language];
  const { alarms } = t;
  const { about, system, kind, reason, count, usual, hours } = facts;
  const words = alarms.kinds[about];
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const told: (readonly [string, string] | null)[] = [
    system === null ? null : [alarms.facts.system, system],
    kind === null ? null : [alarms.facts.kind, t.failures.kinds[kind]],
    reason === null ? null : [alarms.facts.reason, reasonIn(alarms.reasons, reason)],
    count === null ? null : [alarms.counts[about], number(count)],
    usual === null ? null : [alarms.facts.usual, number(usual)],
    hours === null ? null : [alarms.facts.hours, number(hours)],
  ];
  const lines = told.filter((line) => line !== null);
  return mailText(language, words.subject, [
    { text: words.what },
    ...(lines.length > 0 ? [{ facts: lines }] : []),
    { text: words.next },
    { link: facts.link },
    { text: alarms.why },
  ]);
}

const reasonIn = (reasons: Readonly<Record<string, string>>, reason: string): string =>
  Object.hasOwn(reasons, reason) ? reasons[reason]! : reason;
