import { domainToASCII } from 'node:url';

/**
 * Tells of an address whether its domain is among the patterns: `example.dk` is that domain alone, `*.example.dk` any
 * domain below it. International names are compared in their ASCII form (RFC 5890 §2.3.2.1).
 */
export function fitsDomains(patterns: readonly string[]): (address: string) => boolean {
  const exact = new Set<string>();
  const parents = new Set<string>();
  for (const pattern of patterns) {
    if (pattern.startsWith('*.')) parents.add(ascii(pattern.slice(2)));
    else exact.add(ascii(pattern));
  }
  parents.delete('');
  return (address) => {
    const domain = ascii(address.slice(address.lastIndexOf('@') + 1));
    if (domain === '' || !address.includes('@')) return false;
    if (exact.has(domain)) return true;
    for (let dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      if (parents.has(domain.slice(dot + 1))) return true;
    }
    return false;
  };
}

/** '' for what is no domain. */
const ascii = (domain: string): string => domainToASCII(domain.trim());
