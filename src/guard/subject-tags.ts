import { foldedValue, foldText } from './folded-text.ts';

/** In the original: where the tag begins, and where what follows it begins. */
type Span = [start: number, end: number];

const beginsWithLetter = /^[\p{L}\p{N}\p{M}_]/u;
const endsWithLetter = /[\p{L}\p{N}\p{M}_]$/u;

/**
 * Whether any of the tags stands in the subject, and the subject without them. A tag that is part of a longer word
 * counts but stays, so that a word is never cut. Runs of tags go with one of the blanks beside them.
 */
export function takeOutTags(subject: string, tags: readonly string[]): { found: boolean; rest: string } {
  const { folded, original, at } = foldText(unfold(subject));
  const spans: Span[] = [];
  let found = false;
  for (const tag of tags.map(foldedValue)) {
    let index = tag === '' ? -1 : folded.indexOf(tag);
    for (; index >= 0; index = folded.indexOf(tag, index + tag.length)) {
      found = true;
      const start = at[index]!;
      const end = at[index + tag.length - 1]! + 1;
      if (standsAlone(original, start, end)) spans.push([start, end + marksAt(original, end)]);
    }
  }
  return { found, rest: spans.length > 0 ? without(original, spans) : subject };
}

/** RFC 5322 §2.2.3. */
const unfold = (text: string): string => text.replace(/\r?\n(?=[ \t])/g, '');

/** Marks that combine with the last sign of a tag, as the one that makes it an emoji, would else move to another. */
const marksAt = (text: string, end: number): number => {
  let length = 0;
  while (/^\p{M}$/u.test(text.charAt(end + length))) length += 1;
  return length;
};

function standsAlone(text: string, start: number, end: number): boolean {
  const joined = (boundary: number) =>
    endsWithLetter.test(text.slice(Math.max(0, boundary - 2), boundary)) &&
    beginsWithLetter.test(text.slice(boundary, boundary + 2));
  return !joined(start) && !joined(end);
}

function without(text: string, spans: readonly Span[]): string {
  let rest = '';
  let kept = 0;
  for (const [start, end] of runs(text, spans)) {
    const [before, after] = [text.charAt(start - 1), text.charAt(end)];
    const between = /^\s?$/.test(before) && /^\s?$/.test(after);
    const blank = between && after === '' && before !== '' ? 1 : 0;
    rest += text.slice(kept, start - blank);
    kept = end + (between && after !== '' ? 1 : 0);
  }
  return rest + text.slice(kept);
}

/** Spans that overlap, touch, or have only blanks between them, as one. */
function runs(text: string, spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && /^\s*$/.test(text.slice(last[1], start))) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
