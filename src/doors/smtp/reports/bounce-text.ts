import { away, givenUp, says, stillTried, undelivered } from './phrases.ts';
import { type CitedReply, citedReply } from './replies.ts';
import type { DeliveryReport } from './report.ts';
import { addressIn, folded, hostIn, oneLine } from './tidy.ts';

/**
 * Judges the words of a mail system that writes no RFC 3464 report. Only for mails that a machine sent: a person may
 * write all of this. `text`: without what it quotes. `named`: `X-Failed-Recipients`, where the mail has it.
 */
export function readBounceText(
  text: string,
  subject: string,
  named: string | undefined,
): DeliveryReport | undefined {
  const words = folded(`${subject}\n${text}`);
  const reply = citedReply(text);
  if (!named && !reply?.certain && !says(words, undelivered) && !says(words, stillTried)) return undefined;
  if (!named && !reply && says(words, away)) return undefined;

  const kind = judge(words, reply);
  const paragraphs = text.split(/\n\s*\n/);
  const about = diagnosis(text, paragraphs, reply);
  const recipient = addressIn(named ?? '') ?? addressIn(about) ?? addressIn(text);
  const server = serverIn(text);
  // A warning that cites a permanent failure cites another recipient's.
  const status = kind === 'delayed' && reply?.failure === 'permanent' ? undefined : reply?.status;
  return {
    kind,
    ...(recipient ? { recipient } : {}),
    ...(status ? { status } : {}),
    ...(server ? { server } : {}),
    text: oneLine(about) || oneLine(subject),
  };
}

function judge(words: string, reply: CitedReply | undefined): 'failed' | 'delayed' {
  if (reply?.failure === 'permanent') return 'failed';
  if (says(words, givenUp)) return 'failed';
  return reply || says(words, stillTried) ? 'delayed' : 'failed';
}

/** The paragraph that cites the reply; else from where the failure is told on. */
function diagnosis(text: string, paragraphs: readonly string[], reply: CitedReply | undefined): string {
  if (reply) {
    const paragraph = text.lastIndexOf('\n\n', reply.at);
    const near = text.slice(0, reply.at).indexOf(' ', reply.at - 250);
    const start = reply.at - paragraph <= 250 ? paragraph : near;
    const end = text.indexOf('\n\n', reply.at);
    return text.slice(Math.max(start, 0), end < 0 ? undefined : end);
  }
  const told = paragraphs.findIndex((paragraph) => says(folded(paragraph), undelivered));
  return paragraphs.slice(Math.max(told, 0)).join('\n');
}

/** How servers name the one that refused, then themselves. */
const servers: readonly RegExp[] = [
  /\bhost (?=[\w.-]{3,255} ?\[)/i,
  /\bwhile talking to /i,
  /\bremote server at (?=\S{3,255})/i,
  /\bby the server for the recipient domain \S{1,255} by /i,
  /\bremote-mta: ?(?:dns|smtp); ?/i,
  /\bgenerating server: /i,
  /\bprogram at (?:host )?/i,
  /\bmail system at (?:host )?/i,
  /\breporting-mta: ?(?:dns|smtp); ?/i,
];

function serverIn(text: string): string | undefined {
  for (const pattern of servers) {
    const found = pattern.exec(text);
    const host =
      found && hostIn(text.slice(found.index + found[0].length, found.index + found[0].length + 300));
    if (host) return host;
  }
  return undefined;
}
