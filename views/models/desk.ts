import type { IfMissed, Moment, Strength } from '../../src/message/acknowledgements.ts';
import type { EventType } from '../../src/message/event-types.ts';
import type { LadderStepKind } from '../../src/message/policy.ts';
import type { LadderWord, TaskKind } from '../../src/message/ladder.ts';
import type { LookKind } from '../../src/message/looks.ts';
import type { Language } from '../../src/message/languages.ts';
import type { PhoneVerification } from '../../src/message/phone-verifications.ts';
import type { PhoneAdvice, PhoneFailure } from '../../src/message/phone-failures.ts';
import type { RefusalCode } from '../../src/message/refusals.ts';
import type { Duty } from '../../src/message/rights.ts';
import type { DeliveryStatus } from '../../src/message/statuses.ts';
import type { CaseView } from './conversations.ts';
import type { AccessCodesPage, ComposePage } from './compose.ts';
import type { RecallOffer, ReportView } from './recalls.ts';

/** Who is signed in; shown on top of every page of the desk, with the way out (`POST /desk/sign-out`). */
export interface SignedIn {
  readonly name: string;
  /** Name of the unit, as colleagues know it. */
  readonly unit: string;
  /** What they may manage now, somewhere: the menu shows no more. */
  readonly duties: readonly Duty[];
  /** Answers that nobody has read. */
  readonly unread: number;
}

export interface DeskPage {
  readonly person: SignedIn;
}

/** A unit that somebody may write for or belong to. */
export interface UnitChoice {
  readonly id: string;
  readonly name: string;
}

/** Newest first. `next`: address of the following page, or null. */
export interface MessagesPage extends DeskPage {
  readonly whose: Whose;
  /** The lists that they have, each at `?whose=`. */
  readonly lists: readonly Whose[];
  /** They have roles that count only once a second factor is shown. */
  readonly withheld: boolean;
  readonly rows: readonly MessageRow[];
  readonly next: string | null;
}

/** `left`: by people who are gone. `unit`: everybody's in the units where they may see that. */
export type Whose = 'own' | 'left' | 'unit';

export interface MessageRow {
  readonly href: string;
  /** Address that it was sent from ('': erased), where somebody else wrote it; then there is no subject. */
  readonly sender: string | null;
  /** Null where the content is gone, or not theirs to see. */
  readonly subject: string | null;
  readonly sentAt: string;
  /** How many recipients. */
  readonly recipients: number;
  /** The first few, by name or else address; '': erased. */
  readonly firstRecipients: readonly string[];
  readonly counts: Readonly<Partial<Record<DeliveryStatus, number>>>;
}

/** Forms: `POST /desk/messages/{id}/reminders`; `POST /desk/messages/{id}/extensions` with `days`. */
export interface MessagePage extends DeskPage {
  readonly id: string;
  readonly subject: string | null;
  readonly sentAt: string;
  /** '': erased. */
  readonly senderAddress: string;
  /** The content is gone, for everybody. */
  readonly erased: ErasedView | null;
  /** Whether there is a way to `GET /desk/messages/{id}/erasures`. */
  readonly mayErase: boolean;
  readonly recall: RecallOffer;
  readonly conversation: CaseView;
  /** They answer for it. */
  readonly own: boolean;
  /** Null where it is gone. `GET /desk/messages/{id}/content` shows the HTML. */
  readonly content: SentContent | null;
  /** Null: nothing is to be signed. */
  readonly asked: AskedView | null;
  readonly deliveries: readonly DeliveryView[];
  /** Looks of others, oldest first. */
  readonly seen: readonly LookView[];
  /** Just done, told on top of the page. */
  readonly done:
    | 'sent'
    | 'reminded'
    | 'extended'
    | 'unlocked'
    | 'corrected'
    | 'erased'
    | 'task_done'
    | 'given'
    | 'returned'
    | null;
  /** `verification_needed`: it was not said how a new number was made sure of. */
  readonly error: RefusalCode | 'verification_needed' | null;
}

/** What the recipients are asked to sign. No words: they are gone, or not the reader's to see. */
export interface AskedView {
  readonly statements: readonly { readonly language: Language | null; readonly words: string }[];
  readonly moment: Moment;
  readonly atLeast: Strength;
  readonly dueAt: string | null;
  readonly ifMissed: IfMissed;
}

export interface SignatureView {
  readonly state: 'awaited' | 'signed' | 'declined' | 'missed';
  readonly method: Strength | null;
  readonly at: string | null;
  readonly words: string | null;
}

/** That something was erased; `by` is null where nobody knows who that was any more. */
export interface ErasedView {
  readonly at: string;
  readonly by: string | null;
}

/** What was sent. */
export interface SentContent {
  readonly text: string | null;
  readonly hasHtml: boolean;
  readonly attachments: readonly { readonly filename: string; readonly size: number }[];
}

export interface LookView {
  readonly at: string;
  /** Null: erased. */
  readonly by: string | null;
  readonly kind: LookKind | 'system';
  readonly reason: string | null;
}

/** Forms: `POST /desk/deliveries/{id}/unlocks`; `POST /desk/deliveries/{id}/corrections` with `phone`, `verified` and
 * `words`; `POST /desk/deliveries/{id}/access-codes`. */
export interface DeliveryView {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly maskedPhone: string | null;
  readonly status: DeliveryStatus;
  /** The delivery's reason: a refusal's code where there is a text for it. */
  readonly reason: string | null;
  readonly reference: string;
  readonly expiresAt: string;
  /** Then address and reference are '', name and number null. */
  readonly erased: ErasedView | null;
  /** Whose reader they are, or who passed it on to them; `name` is '' where that was erased. Null: the sender wrote to them. */
  readonly parted: { readonly for: 'reader' | 'passed'; readonly name: string } | null;
  readonly actions: {
    readonly remind: boolean;
    readonly extend: boolean;
    readonly unlock: boolean;
    readonly correct: boolean;
  };
  /** Null: they have nothing to sign. `words`: why they declined. */
  readonly signature: SignatureView | null;
  /** All of the delivery's events, oldest first. */
  readonly events: readonly DeliveryEvent[];
  /** What somebody is to do about it, at `/desk/deliveries/{id}/tasks`. */
  readonly tasks: readonly TaskKind[];
  /** That it is not for whoever got it, while nothing was done about that. */
  readonly report: ReportView | null;
  /** Of a correction that was just refused. */
  readonly typed: TypedCorrection | null;
  /** The last code that failed, while nothing has come after it and something can still be done. */
  readonly setback: DeliveryEvent | null;
}

/** What was typed to correct a number, and which field was wrong. */
export interface TypedCorrection {
  readonly phone: string;
  readonly how: PhoneVerification | null;
  readonly words: string;
  readonly wrong: 'phone' | 'how' | 'words';
}

export interface DeliveryEvent {
  readonly type: EventType;
  readonly at: string;
  readonly facts: EventFacts;
}

/** What an event's details and disclosed fields add to its type; shown only where present. */
export interface EventFacts {
  /** The member of a shared mailbox who did it. */
  readonly member?: string;
  /** Host that took, refused or confirmed. */
  readonly server?: string;
  readonly reply?: string;
  readonly via?: 'sms' | 'call';
  /** Why a code did not reach the phone. */
  readonly failure?: PhoneFailure;
  /** What can be done about it, where something still can. */
  readonly advice?: readonly PhoneAdvice[];
  /** The provider's own code, where a person may want to look it up. */
  readonly provider?: string;
  readonly reason?: string;
  readonly filename?: string;
  /** Of the ladder: what was done, and what came of it or why it was not. */
  readonly step?: LadderStepKind;
  readonly came?: LadderWord;
  /** How many times, where an event stands for several. */
  readonly count?: number;
  readonly triesLeft?: number;
  readonly expiresAt?: string;
  /** By what somebody proved themselves, or signed. */
  readonly method?: Strength | 'access_code';
  /** Whom a reader or colleague is, where the event made them one; where it is not erased. */
  readonly person?: string;
  /** How a new number was made sure of. */
  readonly verified?: PhoneVerification;
  /** What somebody said with it. */
  readonly words?: string;
}

/** The pages of writing and following messages. */
export interface DeskPages {
  readonly 'desk-messages': MessagesPage;
  readonly 'desk-compose': ComposePage;
  readonly 'desk-message': MessagePage;
  readonly 'desk-access-codes': AccessCodesPage;
}
