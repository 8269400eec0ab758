import type { MethodReport } from '../../src/message/verification.ts';
import type { SignaturesTexts } from '../languages/en/signatures.ts';

export interface Proven {
  readonly proves: string;
  readonly not: string;
  /** What else is to be said of it. */
  readonly more: readonly string[];
}

/** What a way of signing that holds proves, and what it does not. `time` writes an instant for the reader. */
export function provenBy(method: MethodReport, t: SignaturesTexts, time: (iso: string) => string): Proven {
  switch (method.method) {
    case 'code':
      return { proves: t.code.proves, not: t.code.not, more: [] };
    case 'passkey': {
      const { proves, not, logged } = t.passkey;
      return { proves: proves(method.site, time(method.addedAt)), not, more: method.logged ? [logged] : [] };
    }
    case 'eid': {
      const { proves, not, confirmed, own } = t.eid;
      const who = method.name ?? method.subject;
      const more = method.standing === 'confirmed' ? confirmed : own;
      return { proves: proves(method.issuer, who), not, more: [more] };
    }
  }
}
