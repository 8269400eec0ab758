import { domainToASCII } from 'node:url';
import { parseEmailAddress } from './email-address.ts';

/**
 * What somebody wrote as what is blocked, in the one form in which it is kept: an address, `example.dk` for that domain
 * alone, `*.example.dk` for every domain below it. `@example.dk` and `*@example.dk` are the domain. International names
 * become ASCII (RFC 5890 §2.3.2.1), all letters small. `undefined`: it is none of these, or too broad, as `dk` and `*`.
 */
export function parseBlockPattern(text: string): string | undefined {
  const given = text.trim().toLowerCase();
  const bare = given.replace(/^\*?@/, '');
  if (bare.includes('@')) return bare === given && !bare.includes('*') ? keptAddress(bare) : undefined;
  const [, star, domain] = /^(\*\.)?([^*]+)$/.exec(bare) ?? [];
  const ascii = domain === undefined ? undefined : domainOf(`x@${domain}`);
  return ascii?.includes('.') ? `${star ?? ''}${ascii}` : undefined;
}

/** Every pattern that blocks an address, the address itself first; none where it is no address. */
export function blockPatternsFor(address: string): string[] {
  const kept = keptAddress(address);
  if (kept === undefined) return [];
  const domain = kept.slice(kept.lastIndexOf('@') + 1);
  const labels = domain.split('.');
  return [kept, domain, ...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`)];
}

function keptAddress(address: string): string | undefined {
  const parsed = parseEmailAddress(address);
  const domain = parsed && domainOf(parsed);
  return domain && `${parsed.slice(0, parsed.lastIndexOf('@')).toLowerCase()}@${domain}`;
}

/** '' where it is none. */
function domainOf(address: string): string {
  const parsed = parseEmailAddress(address);
  const domain = parsed?.slice(parsed.lastIndexOf('@') + 1) ?? '';
  // What an address of a page may hold besides is no part of a host's name, and is dropped from it unseen.
  return /^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) ? domainToASCII(domain) : '';
}
