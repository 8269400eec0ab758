import { domainToUnicode } from 'node:url';

/** A domain as people read it: the name that somebody registered, and what it ends in. */
export interface ReadDomain {
  /** In lower case, without a dot at its end; letters outside ASCII as they are shown (RFC 5890). */
  readonly domain: string;
  /** The name above the ending, `fredericia` in `post.fredericia.dk`. */
  readonly name: string;
  /** `dk`, `co.uk`. */
  readonly ending: string;
  /** Equal for names that look or read the same. */
  readonly skeleton: string;
}

/** Endings of two labels under which names are registered. */
const secondLevel = /^(?:co|com|org|net|ac|gov)\.[a-z]{2}$/;

/** `undefined`: it has no name and no ending. */
export function readDomain(text: string): ReadDomain | undefined {
  const domain = domainToUnicode(text.trim().toLowerCase().replace(/\.$/, '')).normalize('NFC');
  const labels = domain.split('.');
  if (labels.length < 2 || labels.some((label) => label === '')) return undefined;
  const two = labels.slice(-2).join('.');
  const ending = labels.length > 2 && secondLevel.test(two) ? two : labels.at(-1)!;
  const name = labels.at(-1 - ending.split('.').length)!;
  return { domain, name, ending, skeleton: skeletonOf(name) };
}

/** How Danish, Norwegian, Swedish and German letters are written where there are none. */
const spelled: readonly (readonly [RegExp, string])[] = [
  [/[æä]/g, 'ae'],
  [/[øö]/g, 'oe'],
  [/å/g, 'aa'],
  [/ü/g, 'ue'],
  [/ß/g, 'ss'],
];

/** Letters of other scripts, and signs, that look like one of ours (Unicode Technical Standard #39, confusables). */
const twins: Readonly<Record<string, string>> = {
  а: 'a',
  ɑ: 'a',
  α: 'a',
  ԁ: 'd',
  е: 'e',
  ε: 'e',
  ɡ: 'g',
  һ: 'h',
  і: 'i',
  ι: 'i',
  ı: 'i',
  ј: 'j',
  к: 'k',
  κ: 'k',
  ո: 'n',
  о: 'o',
  ο: 'o',
  р: 'p',
  ρ: 'p',
  ѕ: 's',
  т: 't',
  τ: 't',
  υ: 'u',
  ν: 'v',
  х: 'x',
  χ: 'x',
  у: 'y',
  γ: 'y',
};

/** What is left when all that a reader does not tell apart is made the same. */
export function skeletonOf(name: string): string {
  let text = name.toLowerCase();
  for (const [letter, spelling] of spelled) text = text.replace(letter, spelling);
  text = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\0-\x7f]/g, (letter) => twins[letter] ?? letter)
    .replaceAll('-', '')
    .replaceAll('0', 'o')
    .replaceAll('5', 's')
    // Some leave the second letter away: ronne.dk is rønne.dk, arhus.dk is århus.dk.
    .replace(/ae|aa/g, 'a')
    .replace(/oe/g, 'o')
    .replace(/ue/g, 'u')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
  return text.replace(/[1i|]/g, 'l');
}
