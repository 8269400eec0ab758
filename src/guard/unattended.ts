const words =
  /(^|[._+-])(no[._-]?reply|do[._-]?not[._-]?reply|dont[._-]?reply|no[._-]?answer|(svar[._-]?)?ikke([._-]?svar)?|(ej|inte)[._-]?svar[a]?|svar[a]?[._-]?(ej|inte|ikke)|ingen[._-]?svar|inget?[._-]?svar|bounces?|mailer-daemon|postmaster|nobody)($|[._+-])/i;

/** Whether an address is one at which nobody reads: the null sender, or one that says so itself. */
export const isUnattended = (address: string): boolean =>
  address === '' || words.test(address.slice(0, address.lastIndexOf('@')));
