import { setImmediate as breathe } from 'node:timers/promises';
import type { Language } from '../../src/message/languages.ts';
import { reasonOf } from '../desk/reasons.ts';
import { formatTime } from '../format-time.ts';
import { type Texts, texts } from '../languages/index.ts';
import type { DocumentEvent, DocumentRecipient, DocumentSigning, ProofDocument } from '../models/proofs.ts';
import { eventName } from '../verifier/event-name.ts';
import { provenBy } from '../verifier/proven-by.ts';
import { Paper } from './paper.ts';

export interface DocumentContext {
  readonly language: Language;
  readonly organisation: string;
  readonly url: string;
  /** IANA name of the zone that times are shown in. */
  readonly timeZone: string;
}

/** The number of the part that holds a mail as it came. */
const rawPart = 2 ** 31 - 1;

/** What is recorded about a message as a PDF for people. */
export async function evidencePdf(proof: ProofDocument, context: DocumentContext): Promise<Buffer> {
  const { language, organisation, url, timeZone } = context;
  const t = texts[language];
  const text = t.proofs.pdf;
  const time = (iso: string) => formatTime(language, iso, timeZone, { seconds: true });
  const title = proof.isReceipt ? text.receiptTitle : text.title;
  const paper = await Paper.begin({
    title,
    author: organisation,
    language,
    made: new Date(proof.made),
    foot: (page) => `${text.page(page)} · ${proof.message}`,
  });
  const events = (list: readonly DocumentEvent[]) => {
    for (const each of list) paper.entry(told(t, each), `${time(each.at)} · ${text.position(each.index)}`);
  };

  paper.heading(1, title);
  paper.paragraph(text.lead(organisation));
  paper.paragraph(text.zone(timeZone));
  paper.fact(text.message, proof.message);
  paper.fact(text.sender, proof.sender ?? text.erased);
  if (proof.sentAt) paper.fact(text.sent, time(proof.sentAt));
  paper.fact(text.made, time(proof.made));

  if (proof.recipients.length > 0) paper.heading(2, text.recipients);
  for (const [position, recipient] of proof.recipients.entries()) {
    paper.heading(3, text.recipient(position + 1, proof.recipients.length));
    paper.paragraph(nameOf(t, recipient), { weight: 700, above: 0 });
    paper.fact(text.delivery, recipient.id);
    paper.fact(text.status, t.statuses[recipient.status].name);
    // What was signed is what most look for; what led to it follows.
    if (recipient.signed) {
      signature(paper, t, recipient.signed, time);
      paper.heading(3, t.delivery.events);
    }
    events(recipient.events);
    // Laying out a thousand recipients takes seconds, and others want to be served.
    await breathe();
  }
  if (proof.events.length > 0) paper.heading(2, text.whole);
  events(proof.events);

  paper.heading(2, text.meaning);
  for (const each of text.meanings) paper.paragraph(each);

  if (proof.parts.length > 0) paper.heading(2, text.parts);
  for (const { part, sha256 } of proof.parts) {
    paper.fact(part === 0 ? text.body : part === rawPart ? text.raw : text.file(part), sha256);
  }

  paper.heading(2, text.log);
  paper.fact(text.origin, proof.log.origin);
  paper.fact(text.size, String(proof.log.size));
  paper.fact(text.root, proof.log.root);
  for (const key of proof.log.keys) paper.fact(text.key, key);
  paper.fact(text.certificate, proof.certificate);
  if (proof.stamps.length === 0) paper.paragraph(text.unstamped(organisation));
  else paper.heading(3, text.stamps);
  for (const { size, at } of proof.stamps) paper.fact(text.stamp(size), time(at));

  paper.heading(2, text.check);
  for (const each of text.steps(url)) paper.paragraph(each);
  paper.paragraph(text.unshown);
  return paper.end();
}

/** The words whole, and the way in which they were signed with what that proves, and no more. */
function signature(paper: Paper, t: Texts, signed: DocumentSigning, time: (iso: string) => string): void {
  const text = t.signatures;
  const { proves, not } = provenBy(signed.method, text, time);
  paper.heading(3, text.words);
  for (const line of signed.statement.split('\n')) paper.paragraph(line, { weight: 700, indent: 12 });
  paper.fact(text.at, time(signed.at));
  paper.fact(text.moment, text.moments[signed.moment]);
  paper.fact(text.method, text.methods[signed.method.method]);
  paper.fact(text.proves, proves);
  paper.fact(text.notProves, not);
  paper.fact(text.organisation, signed.certificate);
  if (signed.stampedAt === null) paper.paragraph(text.tokenAbsent);
  else paper.fact(text.token, time(signed.stampedAt));
}

/** Who it is; without that, why it is not said. */
function nameOf(t: Texts, { name, email, isErased }: DocumentRecipient): string {
  if (name && email) return `${name} <${email}>`;
  return name ?? email ?? (isErased ? t.proofs.pdf.erased : t.proofs.pdf.withheld);
}

/** What happened, in words; never more than the event says. */
function told(t: Texts, event: DocumentEvent): string {
  const { via, part, server, reason } = event;
  const { facts } = t.delivery;
  const text = t.proofs.pdf;
  const more = [
    part !== null && part > 0 && part !== rawPart && text.file(part),
    server && `${facts.server}: ${server}`,
    reason && `${text.reason}: ${reasonOf(t, reason)}`,
  ].filter((each) => typeof each === 'string');
  const name = eventName(event, t);
  const what = via ? `${name} ${facts.via[via]}` : name;
  return more.length > 0 ? `${what} (${more.join('; ')})` : what;
}
