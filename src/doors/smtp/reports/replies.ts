/** An SMTP reply or an enhanced status code that a text cites. */
export interface CitedReply {
  readonly failure: 'permanent' | 'transient';
  /** RFC 3463 code, where the text has one. */
  readonly status?: string;
  /** Where in the text it begins. */
  readonly at: number;
  /** Written as only mail servers write it: `550 5.1.1` or `#5.1.1`. A telephone number never is. */
  readonly certain: boolean;
}

// RFC 3463 knows subjects 0 to 7; more figures after it make an IP address or a version of it.
const both = /(?<![\p{L}\p{N}.+-])[45][0-7]\d[ -]{1,2}\(?#?([45]\.[0-7]\.\d{1,3})(?!\.?\d)/gu;
const marked = /#([45]\.[0-7]\.\d{1,3})(?!\.?\d)/g;
const enhanced = /(?<![\p{L}\p{N}.+-])([45]\.[0-7]\.\d{1,3})(?!\.?\d)/gu;
/** Without an enhanced code a number is a reply only where one is announced, and where words follow. */
const bare =
  /(?:^|[:;'"([<#]|\b(?:said|returned|code|error|response|reply|smtp|status))[ \t]{0,4}[45][0-57]\d(?=[ -]{1,2}[\p{L}<"'(#[]|[)\]'"]|[ \t]{0,4}$)/gimu;

/** The first reply of the text that says a permanent failure, else the first that says a transient one. */
export function citedReply(text: string): CitedReply | undefined {
  return (
    strongest([...cited(text, both, true), ...cited(text, marked, true)]) ??
    strongest([...cited(text, enhanced, false), ...cited(text, bare, false)])
  );
}

function* cited(text: string, pattern: RegExp, certain: boolean): Generator<CitedReply> {
  for (const match of text.matchAll(pattern)) {
    const status = match[1];
    const code = status ?? match[0].match(/[45]\d\d$/)?.[0];
    const failure = code?.startsWith('5') ? 'permanent' : 'transient';
    yield { failure, ...(status ? { status } : {}), at: match.index, certain };
  }
}

function strongest(replies: readonly CitedReply[]): CitedReply | undefined {
  const permanent = replies.filter(({ failure }) => failure === 'permanent');
  const those = permanent.length > 0 ? permanent : replies;
  return those.reduce<CitedReply | undefined>(
    (first, each) => (first && first.at <= each.at ? first : each),
    undefined,
  );
}
