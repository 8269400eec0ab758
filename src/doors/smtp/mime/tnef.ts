import { isTnef, tnefAttribute, visitAttributes } from './tnef-attributes.ts';
import {
  asAttachment,
  type AttachmentAttributes,
  contentOf,
  nameOf,
  takeAttribute,
  type TnefAttachment,
} from './tnef-attachment.ts';
import { readBody, type TnefBody } from './tnef-body.ts';
import { windowsLatin } from './tnef-code-pages.ts';
import { type Properties, property, readProperties } from './tnef-properties.ts';
import { ansiString, lineOf, littleEndian, oneLine } from './tnef-strings.ts';

export interface TnefContent {
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly TnefAttachment[];
  /** False when something in the file could not be read: cut, damaged, beyond the bounds, or a mere link to a file. */
  readonly complete: boolean;
}

interface TnefMessage {
  readonly subject: string | undefined;
  readonly body: TnefBody;
  readonly attachments: readonly TnefAttachment[];
  readonly complete: boolean;
}

interface Room {
  attachments: number;
}

/** Messages nested deeper stay as they are; attachments beyond are left out. */
const deepestMessage = 10;
const mostAttachments = 1000;

const levelOfAttachment = new Set<number>([
  tnefAttribute.attachmentRendering,
  tnefAttribute.attachmentTitle,
  tnefAttribute.attachmentData,
  tnefAttribute.attachmentProperties,
]);

/**
 * What a winmail.dat holds (MS-OXTNEF). Undefined when the bytes are no TNEF or nothing in them can be read; of a file
 * that breaks off, what came whole before. Never throws. Attachments are views of `bytes`; compressed RTF takes up to
 * eight times its length, and text drawn from it at most 8 Mi characters for each message nested in the file.
 */
export function readTnef(bytes: Uint8Array): TnefContent | undefined {
  const message = readMessage(bytes, windowsLatin, 0, { attachments: mostAttachments });
  if (!message) return undefined;
  const { text, html, rtf } = message.body;
  return {
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    attachments: [...(rtf ? [rtfFile('message', rtf)] : []), ...message.attachments],
    complete: message.complete,
  };
}

function readMessage(
  bytes: Uint8Array,
  outerCodePage: number,
  depth: number,
  room: Room,
): TnefMessage | undefined {
  if (!isTnef(bytes)) return undefined;
  let codePage = outerCodePage;
  let attBody: Uint8Array | undefined;
  let attSubject: Uint8Array | undefined;
  let properties: Properties = new Map();
  const parts: AttachmentAttributes[] = [];
  let anything = false;
  let complete = true;

  const ended = visitAttributes(bytes, (attribute) => {
    const { id, data, whole } = attribute;
    anything ||= whole;
    if (levelOfAttachment.has(id)) {
      if (parts.length === 0 || id === tnefAttribute.attachmentRendering) {
        if (room.attachments > 0) parts.push({});
        else complete = false;
        room.attachments -= 1;
      }
      const part = parts.at(-1);
      if (room.attachments >= 0 && part && !takeAttribute(part, attribute)) complete = false;
    } else if (id === tnefAttribute.messageProperties) {
      const list = readProperties(data);
      properties = new Map([...properties, ...list.values]);
      anything ||= list.values.size > 0;
      complete &&= list.whole;
    } else if (whole && id === tnefAttribute.oemCodePage) {
      codePage = littleEndian(data) || codePage;
    } else if (whole && id === tnefAttribute.body) {
      attBody = data;
    } else if (whole && id === tnefAttribute.subject) {
      attSubject = data;
    }
  });
  if (!anything) return undefined;

  const body = readBody(properties, attBody, codePage);
  complete &&= ended && body.whole;
  const attachments: TnefAttachment[] = [];
  for (const [index, part] of parts.entries()) {
    const content = contentOf(part);
    const inner =
      content?.kind === 'message' && depth < deepestMessage
        ? readMessage(content.bytes, codePage, depth + 1, room)
        : undefined;
    if (inner) attachments.push(...asFiles(inner, nameOf(part, codePage)));
    else if (content) attachments.push(asAttachment(part, content, codePage, index + 1));
    complete &&= content !== undefined && (inner?.complete ?? content.kind !== 'message');
  }
  const subject = lineOf(properties, property.subject, codePage) ?? oneLine(ansiString(attSubject, codePage));
  return { subject, body, attachments, complete };
}

/** A message within the message: what it says as a file named after its subject, then what was attached to it. */
function asFiles({ subject, body, attachments }: TnefMessage, name: string | undefined): TnefAttachment[] {
  const title = (subject ?? name ?? 'message').replace(/[\\/]+/g, '-').slice(0, 120);
  const files: TnefAttachment[] = [];
  if (body.html !== undefined) files.push(textFile(`${title}.html`, 'text/html', body.html));
  else if (body.text !== undefined) files.push(textFile(`${title}.txt`, 'text/plain', body.text));
  else if (body.rtf) files.push(rtfFile(title, body.rtf));
  return [...files, ...attachments];
}

/** With the mark of UTF-8, which overrules whatever charset the HTML names. */
const textFile = (filename: string, contentType: string, text: string): TnefAttachment => ({
  filename,
  contentType,
  bytes: Buffer.from(`\ufeff${text}`),
});

const rtfFile = (title: string, bytes: Uint8Array): TnefAttachment => ({
  filename: `${title}.rtf`,
  contentType: 'application/rtf',
  bytes,
});
