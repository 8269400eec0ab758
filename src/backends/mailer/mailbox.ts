import { domainToASCII } from 'node:url';

const ascii = /^[\x21-\x7e]+$/;
// Everything but space, control characters and what has a meaning in an address list (RFC 5322 section 3.2.3).
const address = /^([^\s\p{C}<>()[\]:;,"\\@]{1,64})@([^\s\p{C}<>()[\]:;,"\\@]{1,253})$/u;

/**
 * An address as it stands in an envelope and in a header: a domain in letters of its own language becomes ASCII, unless
 * the local part needs SMTPUTF8 anyway (RFC 6531). Throws for anything that is not exactly one plain address, so that no
 * caller can smuggle in a second recipient, a parameter or a line.
 */
export function mailbox(text: string): string {
  const [, local, domain] = address.exec(text) ?? [];
  const written = local && domain && (ascii.test(local) ? domainToASCII(domain) : domain);
  if (!written) throw new RangeError('This e-mail address cannot be written in a mail.');
  return `${local}@${written}`;
}
