export interface MailParts {
  readonly from?: string | null;
  readonly to?: string | null;
  readonly subject?: string;
  /** With angle brackets; null: without one. */
  readonly id?: string | null;
  readonly headers?: readonly string[];
  readonly body?: string;
}

let count = 0;

/** A plain mail; every one has a Message-ID of its own unless told. */
export function mailOf(parts: MailParts = {}): string {
  count += 1;
  const { from = 'Sag <sag@havn.example>', to = 'ana@example.com', subject = `Skelsår ${count}` } = parts;
  const { id = `<mid-${count}-${process.pid}@havn.example>`, headers = [], body = 'Kære Ana\r\n' } = parts;
  return [
    ...(from === null ? [] : [`From: ${from}`]),
    ...(to === null ? [] : [`To: ${to}`]),
    `Subject: ${subject}`,
    'Date: Mon, 5 Jan 2026 10:00:00 +0100',
    ...(id === null ? [] : [`Message-ID: ${id}`]),
    'MIME-Version: 1.0',
    ...(headers.some((line) => /^content-type/i.test(line))
      ? []
      : ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit']),
    ...headers,
    '',
    body,
  ].join('\r\n');
}

export const phoneLine = (email = 'ana@example.com', phone = '+4520123456') =>
  `X-Segl-Phone: ${email} ${phone}`;

/** A mail with one attachment of so many random-looking bytes. */
export function mailWithFile(bytes: number, parts: MailParts = {}): string {
  const content = Buffer.alloc(bytes, 'segl ')
    .toString('base64')
    .match(/.{1,76}/g)!
    .join('\r\n');
  return mailOf({
    ...parts,
    headers: ['Content-Type: multipart/mixed; boundary=skel', ...(parts.headers ?? [])],
    body: [
      '--skel',
      'Content-Type: text/plain',
      '',
      'Se bilag',
      '--skel',
      'Content-Type: application/pdf',
      'Content-Disposition: attachment; filename=bilag.pdf',
      'Content-Transfer-Encoding: base64',
      '',
      content,
      '--skel--',
      '',
    ].join('\r\n'),
  });
}
