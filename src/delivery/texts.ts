import type { Readable } from 'node:stream';
import type { Language } from '../message/languages.ts';
import type {
  AlarmFacts,
  CaseGivenFacts,
  CheckpointFacts,
  DeletionFacts,
  DigestFacts,
  MailText,
  NoticeFacts,
  OwnerFacts,
  PasskeyAddedFacts,
  ReplyCameFacts,
  ReplyFacts,
  ReplyItselfFacts,
  MailboxInvitationFacts,
  SecretEndsFacts,
  SenderFacts,
  SignInLinkFacts,
} from '../message/mail-facts.ts';
import type { Purpose } from './code-purposes.ts';
import type { Earlier } from './replies/mail-reply.ts';

/** The words of what leaves by mail and phone, and the making of MIME from them. They carry no subject and no content. */
export interface Texts {
  notice(language: Language, facts: NoticeFacts): MailText;
  senderNotice(language: Language, facts: SenderFacts): MailText;
  ownerNotice(language: Language, facts: OwnerFacts): MailText;
  replyAnswer(language: Language, facts: ReplyFacts): MailText;
  replyCame(language: Language, facts: ReplyCameFacts): MailText;
  caseGiven(language: Language, facts: CaseGivenFacts): MailText;
  deletion(language: Language, facts: DeletionFacts): MailText;
  passkeyAdded(language: Language, facts: PasskeyAddedFacts): MailText;
  secretEnds(language: Language, facts: SecretEndsFacts): MailText;
  checkpoint(language: Language, facts: CheckpointFacts): MailText;
  digest(language: Language, facts: DigestFacts): MailText;
  alarm(language: Language, facts: AlarmFacts): MailText;
  mailboxInvitation(language: Language, facts: MailboxInvitationFacts): MailText;
  signInLink(language: Language, facts: SignInLinkFacts): MailText;
  sms(language: Language, code: string, purpose: Purpose | 'mailbox'): string;
  spoken(language: Language, code: string): string;
  /** That a message waits, with its reference, without code and link. */
  waitingSms(language: Language, reference: string): string;
  /** That a message's codes go to another number now. */
  phoneChangedSms(language: Language, reference: string): string;
  waitingCall(language: Language, reference: string): string;
  /** The text of a mail that brings an answer. */
  replyItself(language: Language, facts: ReplyItselfFacts): string;
  /** Complete MIME bytes of an answer with its files, made while they are read. */
  composeReply(mail: {
    from: { name: string; address: string };
    to: string;
    organisation: string;
    replyTo: string | undefined;
    /** Of the message that is answered; '' where nobody knows it any more. */
    subject: string;
    text: string;
    /** Of the reply. */
    id: string;
    /** Oldest first. */
    before: readonly Earlier[];
    attachments: readonly { filename: string; contentType: string; content: Readable }[];
  }): Readable;
  /** Complete MIME bytes. */
  compose(mail: {
    from: { name: string; address: string };
    to: { name: string | null; address: string };
    /** Where answers are to go; absent: to `from`. */
    replyTo?: string | undefined;
    mail: MailText;
    messageId: string;
    /** RFC 3834; absent: it answers nothing. */
    answers?: boolean | undefined;
  }): Buffer | Promise<Buffer>;
}
