import { type ReadDomain, readDomain, skeletonOf } from './domain-skeleton.ts';
import { editDistance } from './edit-distance.ts';

/** Letters that a beginning of a known name must have to be taken for it, as `fred` for `fredericia`. */
const leastBeginning = 4;
/** Short names under another ending are other people's: there is a brk under every one. */
const leastElsewhere = 4;

/** So many letters of a name of that length can be slips. */
const slipsIn = (length: number): number => (length >= 9 ? 2 : length >= 5 ? 1 : 0);

/** Domains that mail goes to in earnest, each with how much: of two that a domain looks like, the busier one is meant. */
export type KnownDomains = ReadonlyMap<string, number>;

/**
 * Tells which of the known domains another one looks like, or `undefined`. A known one, and what lies below one, looks like
 * none. What counts: the same name when letters that look or sound alike are made equal, hyphens left out, or the ending
 * exchanged; a slip or two in a name under the same ending, by its length; the beginning of a known name, or a known name
 * with `kommune` behind it; and a known domain that goes on behind its end, as `fredericia.dk.example.com`.
 */
export function lookAlikes(known: KnownDomains): (domain: string) => string | undefined {
  const all = [...known].flatMap(([text, weight]) => {
    const read = readOnce(text);
    return read ? [{ ...read, weight, letters: lettersOf(read.skeleton) }] : [];
  });
  const bySkeleton = groupBy(all, ({ skeleton }) => skeleton);
  const byLength = groupBy(all, ({ ending, skeleton }) => `${ending} ${skeleton.length}`);
  const byBeginning = groupBy(
    all.filter(({ name }) => name.length > leastBeginning),
    ({ ending, name }) => `${ending} ${name.slice(0, leastBeginning)}`,
  );
  const domains = new Set(all.map(({ domain }) => domain));

  const same = (read: ReadDomain): Known[] =>
    (bySkeleton.get(read.skeleton) ?? []).filter(
      ({ ending, name }) => ending === read.ending || name.length >= leastElsewhere,
    );

  const lengthened = ({ name, ending }: ReadDomain): Known[] => {
    const short = name.replace(/-?(?:kommune|kommun|kom)$/, '');
    return short === name || short.length < leastBeginning
      ? []
      : (bySkeleton.get(skeletonOf(short)) ?? []).filter((each) => each.ending === ending);
  };

  const slipped = (read: ReadDomain): Known[] => {
    const letters = lettersOf(read.skeleton);
    const found: Known[] = [];
    let least = slipsIn(Number.MAX_SAFE_INTEGER);
    for (let by = -least; by <= least; by += 1) {
      for (const each of byLength.get(`${read.ending} ${read.skeleton.length + by}`) ?? []) {
        const most = Math.min(least, slipsIn(Math.min(each.skeleton.length, read.skeleton.length)));
        if (most === 0 || differing(letters, each.letters) > 2 * most) continue;
        const distance = editDistance(read.skeleton, each.skeleton, most);
        if (distance > most) continue;
        if (distance < least) found.length = 0;
        least = distance;
        found.push(each);
      }
    }
    return found;
  };

  const begun = ({ name, ending }: ReadDomain): Known[] =>
    name.length < leastBeginning
      ? []
      : (byBeginning.get(`${ending} ${name.slice(0, leastBeginning)}`) ?? []).filter(
          (each) => each.name !== name && each.name.startsWith(name),
        );

  const goneOn = ({ domain }: ReadDomain): Known[] => {
    for (let dot = domain.lastIndexOf('.'); dot > 0; dot = domain.lastIndexOf('.', dot - 1)) {
      if (domains.has(domain.slice(0, dot)))
        return all.filter((each) => each.domain === domain.slice(0, dot));
    }
    return [];
  };

  return (text) => {
    const read = readDomain(text);
    if (!read || isBelow(domains, read.domain)) return undefined;
    for (const rule of [goneOn, same, slipped, begun, lengthened]) {
      const [best] = rule(read).sort(byWeight);
      if (best) return best.domain;
    }
    return undefined;
  };
}

/** What was read, by its text: the same domains are known day after day. */
const reads = new Map<string, ReadDomain | undefined>();

function readOnce(text: string): ReadDomain | undefined {
  if (!reads.has(text)) {
    if (reads.size >= 20_000) reads.clear();
    reads.set(text, readDomain(text));
  }
  return reads.get(text);
}

type Known = ReadDomain & { readonly weight: number; readonly letters: number };

const byWeight = (a: Known, b: Known): number =>
  b.weight - a.weight || a.domain.length - b.domain.length || (a.domain < b.domain ? -1 : 1);

/** It is among them, or lies below one of them. */
function isBelow(domains: ReadonlySet<string>, domain: string): boolean {
  for (let from = 0; from >= 0; from = domain.indexOf('.', from) + 1 || -1) {
    if (domains.has(domain.slice(from))) return true;
  }
  return false;
}

function groupBy<Each>(all: readonly Each[], keyOf: (each: Each) => string): Map<string, Each[]> {
  const groups = new Map<string, Each[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return groups;
}

/** A bit for each letter that a text has. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let index = 0; index < text.length; index += 1) letters |= 1 << (text.charCodeAt(index) & 31);
  return letters;
}

/** One slip changes two bits at most. */
function differing(a: number, b: number): number {
  let bits = a ^ b;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}
