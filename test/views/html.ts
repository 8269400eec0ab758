/** A strict reader of our own pages: what it accepts, every HTML parser reads the same way. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Text directly and further inside. */
  text: string;
  readonly parent: Element | null;
}

const empty = new Set(['meta', 'link', 'input', 'br', 'path', 'img', 'hr']);
const blocks = new Set('p div section article form ul ol dl h1 h2 h3 details table fieldset nav'.split(' '));
const token = /<!doctype html>|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*(\/?)>|([^<]+)|(<)/gi;
const attribute = /([a-zA-Z-]+)(?:="([^"]*)")?/g;

export function readHtml(html: string): Element[] {
  const all: Element[] = [];
  const open: Element[] = [];
  for (const [whole, closing, name, attributes, selfClosing, text, stray] of html.matchAll(token)) {
    if (stray) throw new Error('a "<" that begins no tag');
    if (text) {
      if (text.includes('>')) throw new Error(`a ">" in ${text}`);
      const words = decode(text);
      for (const element of open) element.text += words;
    } else if (closing) {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}>`);
    } else if (name) {
      if (blocks.has(name) && open.some((element) => element.name === 'p')) {
        throw new Error(`<${name}> inside <p>`);
      }
      const pairs = [...(attributes ?? '').matchAll(attribute)].map(
        ([, key, value]) => [key!.toLowerCase(), decode(value ?? '')] as const,
      );
      if (new Set(pairs.map(([key]) => key)).size !== pairs.length)
        throw new Error(`twice the same in ${whole}`);
      const element = { name, attributes: new Map(pairs), text: '', parent: open.at(-1) ?? null };
      all.push(element);
      if (!empty.has(name) && !selfClosing) open.push(element);
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)!.name}> is never closed`);
  return all;
}

const decode = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name as string]!,
  );
