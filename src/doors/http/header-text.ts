/** A header as UTF-8, where its octets are that; else as ISO 8859-1, which Node reads (RFC 9110 §5.5). */
export function textOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = Buffer.from(header, 'latin1').toString();
  return text.includes('\ufffd') ? header : text;
}
