/**
 * Undoes format=flowed (RFC 3676 §4): lines that end with a blank continue in the next one of the same quote depth.
 * `delSp`: that blank was added, and goes. Quotes keep their `> `; the signature's separator line stays a line.
 */
export function unflow(text: string, delSp: boolean): string {
  const lines: string[] = [];
  let depth = 0;
  /** The pieces of the paragraph that has not ended. */
  let open: string[] | undefined;
  const close = () => {
    if (open) lines.push(quoted(depth, open.join('')));
    open = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    const marks = /^>*/.exec(line)![0].length;
    const content = line.slice(line[marks] === ' ' ? marks + 1 : marks);
    const signature = content === '-- ';
    if (marks !== depth || signature) close();
    depth = marks;
    const flows = content.endsWith(' ') && !signature;
    (open ??= []).push(flows && delSp ? content.slice(0, -1) : content);
    if (!flows) close();
  }
  close();
  return lines.join('\n');
}

const quoted = (depth: number, content: string): string =>
  depth === 0 ? content : `${'>'.repeat(depth)}${content === '' ? '' : ' '}${content}`;
