export type RtfToken =
  | { readonly kind: 'open' | 'close' }
  | { readonly kind: 'word'; readonly name: string; readonly value: number | undefined }
  | { readonly kind: 'symbol'; readonly char: string }
  /** `\'hh`. */
  | { readonly kind: 'byte'; readonly char: string }
  | { readonly kind: 'text'; readonly text: string };

/**
 * The tokens of RTF 1.9.1 ("RTF Syntax"). `rtf` and the text of tokens have one character for one byte; line ends of
 * the file and `\bin` data are left out.
 */
export function* rtfTokens(rtf: string): Generator<RtfToken, void, undefined> {
  const token =
    /\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gy;
  for (let match = token.exec(rtf); match; match = token.exec(rtf)) {
    const [, name, digits, hex, symbol, brace, text] = match;
    if (name !== undefined) {
      const value = digits === undefined ? undefined : Number(digits);
      if (name === 'bin') token.lastIndex += Math.max(0, value ?? 0);
      else yield { kind: 'word', name, value };
    } else if (hex !== undefined) {
      yield { kind: 'byte', char: String.fromCharCode(Number.parseInt(hex, 16)) };
    } else if (symbol !== undefined) {
      yield { kind: 'symbol', char: symbol };
    } else if (brace !== undefined) {
      yield { kind: brace === '{' ? 'open' : 'close' };
    } else if (text !== undefined) {
      yield { kind: 'text', text };
    }
  }
}
