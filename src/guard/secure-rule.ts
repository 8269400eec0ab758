import type { GatewayPolicy, SecureRule } from '../message/policy.ts';
import { fitsDomains } from './domain-pattern.ts';
import { foldedValue } from './folded-text.ts';
import { sensitivityLabels } from './sensitivity-labels.ts';
import { takeOutTags } from './subject-tags.ts';

export interface JudgedMail {
  /** Decoded: RFC 2047 words and 8-bit values as the text that they stand for. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Decoded. */
  readonly subject: string;
  /** Addresses of the envelope. */
  readonly recipients: readonly string[];
}

export interface Judgement {
  /** To these the mail goes sealed. Together with `passedOn` every recipient, each list in the mail's order. */
  readonly secured: string[];
  /** To these it goes as it came. */
  readonly passedOn: string[];
  /** Without the tags that were instructions; else as given. */
  readonly subject: string;
}

/**
 * Which recipients of a mail get it sealed. A rule about the mail seals it for all of them, a rule about a domain for
 * the recipients there.
 */
export function judgeMail(policy: GatewayPolicy, mail: JudgedMail): Judgement {
  const { subject, recipients } = mail;
  if (policy.secure === 'all') return { secured: [...recipients], passedOn: [], subject };
  const { rules } = policy;
  const tags = rules.flatMap((rule) => ('subjectTag' in rule ? [rule.subjectTag] : []));
  const { found, rest } = takeOutTags(subject, tags);
  if (found || rules.some(fitsHeaders(mail.headers))) {
    return { secured: [...recipients], passedOn: [], subject: rest };
  }
  const fits = fitsDomains(
    rules.flatMap((rule) => ('recipientDomain' in rule ? [rule.recipientDomain] : [])),
  );
  const sealed = recipients.map(fits);
  return {
    secured: recipients.filter((_, index) => sealed[index]),
    passedOn: recipients.filter((_, index) => !sealed[index]),
    subject,
  };
}

/** Values are folded when a rule first asks for them, and once: headers are long and rules many. */
function fitsHeaders(headers: JudgedMail['headers']): (rule: SecureRule) => boolean {
  const fields = Map.groupBy(headers, ({ name }) => name.trim().toLowerCase());
  const valuesOf = (name: string) => fields.get(name)?.map(({ value }) => value) ?? [];
  const folded = new Map<string, Set<string>>();
  let labels: Set<string> | undefined;
  return (rule) => {
    if ('sensitivityLabel' in rule) {
      labels ??= sensitivityLabels(valuesOf('sensitivity'), valuesOf('msip_labels'));
      return labels.has(foldedValue(rule.sensitivityLabel));
    }
    if (!('header' in rule)) return false;
    const name = rule.header.toLowerCase();
    if (rule.equals === undefined || !fields.has(name)) return fields.has(name);
    const values = folded.get(name) ?? new Set(valuesOf(name).map(foldedValue));
    folded.set(name, values);
    return values.has(foldedValue(rule.equals));
  };
}
