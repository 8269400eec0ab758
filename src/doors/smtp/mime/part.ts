import libmime from 'libmime';
import { parseContentField } from './content-field.ts';
import { HeaderLines } from './header-lines.ts';

/** What cannot be a type is plain text (RFC 2045 §5.2). */
const mediaType = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/;

/** One part of a mail (RFC 2045), the mail itself being the outermost. */
export class Part {
  readonly parent: Part | undefined;
  readonly headers: HeaderLines;
  /** Lower case, without parameters. */
  readonly type: string;
  /** What stands after `multipart/`; `undefined`: the part holds content of its own. */
  readonly multipart: string | undefined;
  readonly boundary: string | undefined;
  /** As labelled; empty where nothing is said. */
  readonly charset: string;
  readonly encoding: string;
  readonly disposition: string;
  /** As the sender named it; empty: no name. */
  readonly filename: string;
  readonly flowed: boolean;
  readonly delSp: boolean;
  readonly contentId: string;

  constructor(parent: Part | undefined, raw: Buffer) {
    this.parent = parent;
    this.headers = new HeaderLines(raw);
    const type = parseContentField(this.headers.first('content-type'));
    const disposition = parseContentField(this.headers.first('content-disposition'));
    this.filename = (disposition.params.get('filename') ?? type.params.get('name') ?? '').trim();
    this.disposition = disposition.value;
    this.type = mediaType.test(type.value) ? type.value : this.#typeUnsaid();
    this.boundary = type.params.get('boundary');
    this.charset = type.params.get('charset') ?? '';
    this.encoding =
      /[a-z0-9-]+/.exec(
        this.headers
          .first('content-transfer-encoding')
          .toLowerCase()
          .replace(/\([^()]*\)/g, ''),
      )?.[0] ?? '';
    // Old programs call archives so; no multipart is encoded as a whole (RFC 2045 §6.4).
    const holdsParts = this.boundary !== undefined || !/^(base64|quoted-printable)$/.test(this.encoding);
    this.multipart = holdsParts ? /^multipart\/(.*)$/.exec(this.type)?.[1] : undefined;
    this.flowed = /^flowed$/i.test(type.params.get('format') ?? '');
    this.delSp = /^yes$/i.test(type.params.get('delsp') ?? '');
    this.contentId = idOf(this.headers.first('content-id'));
  }

  within(ancestor: Part): boolean {
    for (let each: Part | undefined = this; each; each = each.parent) if (each === ancestor) return true;
    return false;
  }

  get root(): Part {
    let each: Part = this;
    while (each.parent) each = each.parent;
    return each;
  }

  #typeUnsaid(): string {
    const extension = /\.([a-z0-9]{1,10})$/i.exec(this.filename)?.[1];
    if (extension)
      return libmime.detectMimeType(extension).replace(/^multipart\/.*/, 'application/octet-stream');
    if (this.disposition === 'attachment') return 'application/octet-stream';
    return this.parent?.multipart === 'digest' ? 'message/rfc822' : 'text/plain';
  }
}

/** Without angle brackets (RFC 2045 §7); empty where it could not be referred to. */
function idOf(field: string): string {
  const id = (/<([^<>]*)>/.exec(field)?.[1] ?? field).trim();
  return /^[^\s<>\p{Cc}]{1,250}$/u.test(id) ? id : '';
}
