import type { AlarmKind } from './alarms.ts';
import type { FailureKind, InboxKind } from './failures.ts';

/** A mail's words, as text and as HTML that says the same. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

// Times are ISO 8601; time zones IANA names; links whole addresses.

export interface NoticeFacts {
  readonly organisation: string;
  /** The sender's unit under its outward name. */
  readonly unit: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly reference: string;
  /** The message's page. */
  readonly link: string;
  readonly reminder: boolean;
  /** No code goes to a phone of theirs: they open it in another way. */
  readonly withoutPhone?: boolean;
  /** Not the sender but a recipient gave it to them: to read with them, or in their place. */
  readonly parted?: 'reader' | 'passed' | null;
  readonly timeZone: string;
}

/** What went wrong with one message. Quotes neither its subject nor a number. */
export interface SenderFacts {
  readonly groups: readonly {
    readonly kind: FailureKind;
    readonly reason: string | null;
    readonly recipients: readonly string[];
  }[];
  readonly sentAt: string;
  /** The sender's own Message-ID, where the message came by mail. */
  readonly messageId: string | null;
  /** The message on the desk; null where the whole mail was refused, so that there is none. */
  readonly link: string | null;
  /** The link signs in by itself, once. */
  readonly signsIn: boolean;
  readonly timeZone: string;
}

/** What went wrong with messages of one system, or of somebody who is gone, for whoever answers now. */
export interface OwnerFacts {
  /** Names of the system and of whose message it is, as far as there are any. */
  readonly system: string;
  /** It comes to the unit, because whoever answered is gone. */
  readonly inherited: boolean;
  readonly count: number;
  /** The first of them: fewer lines than `count` where there are many. */
  readonly lines: readonly {
    readonly kind: FailureKind;
    readonly recipient: string | null;
    readonly sentAt: string;
    readonly messageId: string | null;
    readonly link: string | null;
  }[];
  readonly timeZone: string;
}

/** Somebody answered a notice by mail; the answer went nowhere. */
export interface ReplyFacts {
  readonly organisation: string;
  readonly unit: string;
  readonly reference: string;
  readonly link: string;
}

/** Somebody who had opened a message added a passkey to its address. */
export interface PasskeyAddedFacts {
  readonly organisation: string;
  readonly unit: string;
  readonly reference: string;
  /** ISO 8601 UTC. */
  readonly addedAt: string;
  readonly timeZone: string;
}

/** A recipient has answered a message. Says nothing of what they wrote. */
export interface ReplyCameFacts {
  /** The address of who answered. */
  readonly recipient: string;
  /** When the message was sent. */
  readonly sentAt: string;
  /** The sender's own Message-ID, where the message came by mail. */
  readonly messageId: string | null;
  readonly link: string;
  /** The link signs in by itself, once. */
  readonly signsIn: boolean;
  /** It comes to the unit or to compliance, because nobody else could be told. */
  readonly inherited: boolean;
  /** Why the answer itself does not come to whoever wanted it in their mailbox; null: they did not. */
  readonly why: 'no_tls' | 'too_large' | 'refused' | null;
  readonly timeZone: string;
}

/** An answer as it goes to a mailbox of whoever has the case. */
export interface ReplyItselfFacts {
  readonly text: string;
  /** The address of who wrote it. */
  readonly recipient: string;
  readonly sentAt: string;
  /** The answer at the desk. */
  readonly link: string;
  /** To answer the mail is to answer the recipient. */
  readonly answers: boolean;
  readonly timeZone: string;
}

/** A case was given to a colleague, by the name of who gave it. */
export interface CaseGivenFacts {
  readonly by: string;
  readonly sentAt: string;
  readonly link: string;
  readonly signsIn: boolean;
  readonly timeZone: string;
}

/** Somebody who had opened a message that was then recalled is asked to delete what they saved. */
export interface DeletionFacts {
  readonly organisation: string;
  readonly unit: string;
  readonly reference: string;
  readonly sentAt: string;
  /** The page that takes the answer. */
  readonly link: string;
  /** Asked before, without an answer. */
  readonly reminder: boolean;
  readonly timeZone: string;
}

/** A system's secret that is in use is about to end. */
export interface SecretEndsFacts {
  readonly system: string;
  /** Name of the secret. */
  readonly secret: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string;
  /** There is a new one already. */
  readonly replaced: boolean;
  /** The system on the desk. */
  readonly link: string;
  readonly timeZone: string;
}

/** The log as it stood, for somebody who keeps it outside of the system. */
export interface CheckpointFacts {
  readonly organisation: string;
  readonly size: number;
  /** When its last entries were taken up. */
  readonly at: string;
  /** The signed note, lines and all. */
  readonly note: string;
  readonly timeZone: string;
}

/** Something that somebody should look at now. What is null is not said. */
export interface AlarmFacts {
  readonly about: AlarmKind;
  /** Where it is to be seen on the desk. */
  readonly link: string;
  /** Name of the system. */
  readonly system: string | null;
  readonly kind: InboxKind | null;
  /** A code: of a recipient's report, or of their answer. */
  readonly reason: string | null;
  readonly count: number | null;
  /** How many there usually are at most in an hour. */
  readonly usual: number | null;
  /** Since awareness of an incident. */
  readonly hours: number | null;
}

/** How the inbox of failures stands. Holds no recipient's address. */
export interface DigestFacts {
  readonly organisation: string;
  readonly open: number;
  /** Of the last 24 hours. */
  readonly fresh: number;
  readonly closed: number;
  /** When the oldest open one happened. */
  readonly oldest: string | null;
  readonly kinds: readonly { readonly kind: InboxKind; readonly open: number; readonly fresh: number }[];
  /** In the last seven days, compared with the thirty before. */
  readonly grown: readonly DigestGroup[];
  /** Open for more than seven days. */
  readonly stale: readonly DigestGroup[];
  readonly silent: readonly {
    readonly domain: string;
    readonly messages: number;
    /** A known domain that it looks like. */
    readonly resembles: string | null;
  }[];
  /** The last count of everything; null: none was made. */
  readonly sums: { readonly at: string; readonly differences: number } | null;
  /** Nothing is open, and nothing happened. */
  readonly isQuiet: boolean;
  readonly link: string;
  readonly timeZone: string;
}

export interface DigestGroup {
  readonly kind: InboxKind;
  readonly reason: string | null;
  readonly open: number;
  readonly recent: number;
  readonly earlier: number;
}

/** Whoever keeps the members of a shared mailbox is invited to do so, at its own address. */
export interface MailboxInvitationFacts {
  readonly organisation: string;
  /** The unit that keeps it, or the organisation. */
  readonly unit: string;
  readonly mailbox: string;
  readonly link: string;
  /** ISO 8601 UTC. */
  readonly expiresAt: string;
  readonly timeZone: string;
}

export interface SignInLinkFacts {
  readonly organisation: string;
  readonly link: string;
  readonly expiresAt: string;
  readonly timeZone: string;
}
