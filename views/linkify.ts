export interface Piece {
  readonly text: string;
  /** Set where the piece is an address of our own. */
  readonly href: string | null;
}

const address = /https?:\/\/[^\s<>"')\]]+/g;

/** Splits a text so that addresses below `origin` can become links; any other address stays text. */
export function linkify(text: string, origin: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(/[.,;:!?]+$/, '');
    if (!URL.canParse(found) || new URL(found).origin !== origin) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), href: null });
    pieces.push({ text: found, href: found });
    from = match.index + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), href: null });
  return pieces;
}
