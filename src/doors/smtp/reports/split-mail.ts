import { type MimeNode, type SplitterChunk, Splitter } from '@zone-eu/mailsplit';
import { Head } from '../mime/head.ts';

/** A part that holds content. What an attached message holds is not looked into: it is not what the mail says. */
export interface Part {
  /** Lower case, such as `message/delivery-status`. */
  readonly type: string;
  readonly charset: string;
  readonly attached: boolean;
  /** 0: the mail itself; 1: directly in its multipart. */
  readonly depth: number;
  readonly content: () => Promise<Buffer>;
}

export interface SplitMail {
  /** Missing where the header is no header, or is too large. */
  readonly head: Head | undefined;
  /** Content type of the whole, lower case. */
  readonly type: string;
  readonly parts: readonly Part[];
}

/** The splitter copies the header once for each of its folded lines; more than this no report carries. */
const maxHeadSize = 64 * 1024;

/**
 * Splits a mail of which only the beginning may be there. Whatever the bytes are, it gives what could be read before
 * they made no more sense, and never throws.
 */
export async function splitMail(raw: Uint8Array): Promise<SplitMail> {
  const nodes: MimeNode[] = [];
  const bodies = new Map<MimeNode, Buffer[]>();
  const splitter = new Splitter({ ignoreEmbedded: true, maxHeadSize });
  try {
    for await (const chunk of splitter.end(withoutLongBlanks(raw))) {
      const { type } = chunk as SplitterChunk;
      if (type === 'node') nodes.push(chunk as MimeNode);
      else if (type === 'body') {
        const { node, value } = chunk as { node: MimeNode; value: Buffer };
        const body = bodies.get(node);
        if (body) body.push(value);
        else bodies.set(node, [value]);
      }
    }
  } catch {
    // Too many parts, or too large a header: what came before counts.
  }
  const [root] = nodes;
  return {
    head: root && new Head(root),
    type: (root?.contentType || 'text/plain').trim(),
    parts: nodes.filter((node) => !node.multipart).map((node) => partOf(node, bodies.get(node) ?? [])),
  };
}

function partOf(node: MimeNode, body: readonly Buffer[]): Part {
  let depth = 0;
  for (let each = node.parentNode; each; each = each.parentNode) depth += 1;
  return {
    type: node.contentType || 'text/plain',
    charset: node.charset || '',
    attached: node.disposition === 'attachment',
    depth,
    async content() {
      const bytes = Buffer.concat(body);
      try {
        return Buffer.concat(await node.getDecoder().end(bytes).toArray());
      } catch {
        return bytes;
      }
    },
  };
}

/**
 * Lone carriage returns become spaces, and runs of blanks end after 200: the patterns with which the splitter and the
 * quoted-printable decoder trim line ends take time in the square of such a run.
 */
function withoutLongBlanks(raw: Uint8Array): Buffer {
  const calm = Buffer.alloc(raw.length);
  let length = 0;
  let run = 0;
  for (let i = 0; i < raw.length; i += 1) {
    const byte = raw[i] === 0x0d && raw[i + 1] !== 0x0a ? 0x20 : raw[i]!;
    run = byte === 0x20 || byte === 0x09 ? run + 1 : 0;
    if (run <= 200) calm[length++] = byte;
  }
  return calm.subarray(0, length);
}
