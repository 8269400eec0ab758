import sanitizeHtml from 'sanitize-html';
import { decodeText } from '../mime/charset.ts';
import type { SplitMail } from './split-mail.ts';

/** What a report says stands at its beginning; what follows is the mail that it returns. */
const most = 32 * 1024;

/**
 * The text that the mail's author put before people: lines end with `\n`, without quoted lines, and only as far as the
 * other's mail begins. So nothing that a reply quotes is taken for something that it says.
 */
export function humanText({ parts }: SplitMail): string {
  for (const type of ['text/plain', 'text/html']) {
    for (const part of parts) {
      if (part.type !== type || part.attached) continue;
      const text = decodeText(begin(part.content()), part.charset);
      const said = unquoted(type === 'text/html' ? textOfHtml(text) : text);
      if (said.trim()) return said;
    }
  }
  return '';
}

/** Ends with a whole line where there is one, so that no character is cut in two. */
function begin(bytes: Buffer): Buffer {
  if (bytes.length <= most) return bytes;
  const cut = bytes.subarray(0, most);
  return cut.subarray(0, cut.lastIndexOf(0x0a) + 1 || most);
}

function textOfHtml(html: string): string {
  const lines = html
    .replace(/\s+/g, ' ')
    .replace(/<(?=(?:br|p|div|tr|table|li|ul|h[1-6]|hr)\b|\/(?:p|div|table|h[1-6])\b)/gi, '\n<');
  const text = sanitizeHtml(lines, {
    allowedTags: [],
    nonTextTags: ['style', 'script', 'title', 'textarea', 'option', 'noscript', 'blockquote'],
    nestingLimit: 200,
  });
  const entities: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&amp;': '&',
  };
  return text.replace(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity]!);
}

/** Lines with which mail programs and mail servers begin the mail that they answer or return. */
const turns: readonly RegExp[] = [
  /^[-_*= ]{0,80}(?:the )?original (?:message|mail)(?: text| headers?| details| follows| below)?[-_*= :]{0,80}$/i,
  /^[-_*= ]{2,80}(?:the )?(?:forwarded|returned|unsent|undelivered) (?:message|mail)(?: follows| below)?[-_*= :]{0,80}$/i,
  /^[-_*= ]{0,80}(?:oprindelig (?:meddelelse|besked)|opprinnelig melding|videresendt (?:meddelelse|besked)|ursprungligt meddelande|ursprüngliche nachricht)[-_*= :]{0,80}$/i,
  /^[- ]{2,80}(?:below this line is a copy|this is a copy of|the (?:message )?header|message header follows|original message follows)/i,
  /^(?:on|den|am) .{5,160} (?:wrote|skrev|schrieb)\b.{0,60}:\s{0,9}$/i,
  /^(?:return-path|received): /i,
];
const sender = /^\*?(?:from|fra|från|von):/i;
const sent = /^\*?(?:sent|date|sendt|dato|skickat|datum|gesendet):/i;

function unquoted(text: string): string {
  const lines = text.replaceAll('\r', '').split('\n');
  const said: string[] = [];
  for (const [i, line] of lines.entries()) {
    const start = line.slice(0, 300).trim();
    if (turns.some((turn) => turn.test(start))) break;
    if (sender.test(start) && sent.test(lines[i + 1]?.slice(0, 40).trim() ?? '')) break;
    if (!start.startsWith('>')) said.push(line.trimEnd());
  }
  return said.join('\n');
}
