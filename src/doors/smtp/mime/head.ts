import addressparser from 'nodemailer/lib/addressparser';
import { decodeWords } from './charset.ts';
import { type HeaderLine, unfolded } from './header-lines.ts';

export interface Field {
  /** As written. */
  readonly name: string;
  /** Unfolded, encoded words decoded. */
  readonly value: string;
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** The header of a mail (RFC 5322 §2.2), as people and rules read it. */
export class Head {
  readonly fields: readonly Field[];
  /** Unfolded, yet undecoded: an encoded word may hide a comma. */
  readonly #raw: readonly Field[];

  /** Lines hold a byte a character. */
  constructor({ headers }: { headers: { getList(): readonly HeaderLine[] } | false }) {
    this.#raw = (headers ? headers.getList() : []).map(({ line }) => {
      const text = unfolded(line);
      const colon = text.indexOf(':');
      return { name: text.slice(0, Math.max(0, colon)).trim(), value: text.slice(colon + 1).trim() };
    });
    this.fields = this.#raw.map(({ name, value }) => ({ name, value: decodeWords(value) }));
  }

  all(name: string): readonly string[] {
    return of(this.fields, name).map((field) => field.value);
  }

  first(name: string): string | undefined {
    return of(this.fields, name)[0]?.value;
  }

  /** The mailboxes of an address field; groups give their members (RFC 5322 §3.4). Nothing in them breaks a line. */
  mailboxes(name: string): readonly Mailbox[] {
    return of(this.#raw, name).flatMap(({ value }) =>
      addressparser(value, { flatten: true })
        .filter(({ address }) => address)
        .map(({ name: display, address }) => ({
          name: oneLine(decodeWords(display)),
          address: oneLine(address),
        })),
    );
  }

  /** Without angle brackets (RFC 5322 §3.6.4); `null`: none that could name a mail. */
  get messageId(): string | null {
    const id = this.first('Message-ID')?.match(/<([^<>\s]{1,480})>/)?.[1] ?? this.first('Message-ID');
    return id && /^[\x21-\x7e]{1,480}$/.test(id) ? id : null;
  }

  get subject(): string {
    return oneLine(this.first('Subject') ?? '');
  }
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

const of = (fields: readonly Field[], name: string): readonly Field[] => {
  const wanted = name.toLowerCase();
  return fields.filter((field) => field.name.toLowerCase() === wanted);
};
