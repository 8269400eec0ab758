/**
 * A header value with its parameters, as Content-Type and Content-Disposition have them (RFC 9110 §5.6.6): names in
 * lower case. A value in the extended form of RFC 8187 (`filename*=UTF-8''…`) stands under its plain name.
 * `undefined` for what cannot be read wholly, or names a parameter twice.
 */
export function parseParameters(
  header: string,
): { value: string; parameters: ReadonlyMap<string, string> } | undefined {
  const [, value, rest = ''] = header.match(/^\s*([^\s;]+)\s*(;.*)?$/s) ?? [];
  if (value === undefined) return undefined;
  const plain = new Map<string, string>();
  const extended = new Map<string, string>();
  let read = 0;
  for (const match of rest.matchAll(parameter)) {
    const [whole, name, token, quoted] = match;
    const star = name!.endsWith('*');
    const into = star ? extended : plain;
    const key = (star ? name!.slice(0, -1) : name!).toLowerCase();
    const decoded = star ? decodeExtended(token ?? '') : (token ?? unescapeQuoted(quoted!));
    if (decoded === undefined || into.has(key)) return undefined;
    into.set(key, decoded);
    read += whole.length;
  }
  if (/[^;\s]/.test(rest.slice(read))) return undefined;
  return { value: value.toLowerCase(), parameters: new Map([...plain, ...extended]) };
}

const parameter = /;\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:([^\s;"]+)|"((?:[^"\\]|\\.)*)")\s*/gsy;

/** Browsers write `%22` for a quote and `%0D%0A` for a line end (WHATWG HTML, multipart/form-data), and no backslash. */
const unescapeQuoted = (text: string): string => text.replace(/\\(["\\])/g, '$1').replace(/%22/g, '"');

function decodeExtended(value: string): string | undefined {
  const [, coded] = value.match(/^utf-8'[\w-]*'(.*)$/is) ?? [];
  try {
    return coded === undefined ? undefined : decodeURIComponent(coded);
  } catch {
    return undefined;
  }
}
