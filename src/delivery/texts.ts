import type { Language } from '../message/languages.ts';

export interface NoticeFacts {
  readonly organisation: string;
  readonly unit: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly reference: string;
  readonly link: string;
  readonly reminder: boolean;
  readonly timeZone: string;
}

export interface SenderFacts {
  readonly kind: 'bounced' | 'locked';
  readonly recipients: readonly string[];
  readonly sentAt: string;
  readonly messageLink: string;
  readonly timeZone: string;
}

export interface SignInLinkFacts {
  readonly organisation: string;
  readonly link: string;
  readonly expiresAt: string;
  readonly timeZone: string;
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The words of what leaves by mail and phone, and the making of MIME from them. They carry no subject and no content. */
export interface Texts {
  notice(language: Language, facts: NoticeFacts): MailText;
  senderNotice(language: Language, facts: SenderFacts): MailText;
  signInLink(language: Language, facts: SignInLinkFacts): MailText;
  sms(language: Language, code: string): string;
  spoken(language: Language, code: string): string;
  /** Complete MIME bytes. */
  compose(mail: {
    from: { name: string; address: string };
    to: { name: string | null; address: string };
    mail: MailText;
    messageId: string;
  }): Buffer | Promise<Buffer>;
}
