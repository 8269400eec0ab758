import type { Language } from '../../src/message/languages.ts';
import type { DeletionStory, MisdeliveryReason } from '../../src/message/misdeliveries.ts';
import type { RecallReason } from '../../src/message/recalls.ts';
import type { RefusalCode } from '../../src/message/refusals.ts';
import type { DeliveryStatus } from '../../src/message/statuses.ts';
import type { DeskPage } from './desk.ts';

/** Somebody of a message, as the pages name them; where they are erased `email` is '' and `name` null. */
export interface NamedRecipient {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly status: DeliveryStatus;
}

/** Fields `toEmail`, `toPhone`, `toName`, `toLanguage`: who gets it instead. All but the language '' where nobody does. */
export interface RightPersonForm {
  readonly email: string;
  readonly phone: string;
  readonly name: string;
  readonly language: Language;
}

/** What is to blame: a field (`recipients`: none is chosen; `one`: a redirect needs exactly one), or why it was refused. */
export type RecallProblem = 'recipients' | 'reason' | 'words' | 'one' | 'redirect_reason' | RefusalCode;

/**
 * Form: `POST /desk/messages/{id}/recalls` with `delivery-{id}` for each recipient that is ticked, or `all` for everybody;
 * `reason`, `words`, and the fields of the right person.
 */
export interface RecallPage extends DeskPage {
  readonly id: string;
  /** '' where it was erased. */
  readonly from: string;
  readonly sentAt: string;
  readonly recipients: readonly NamedRecipient[];
  /** Those for whom there is nothing to recall; recalled before, or ended otherwise. */
  readonly ended: readonly (NamedRecipient & { readonly why: 'recalled' | 'relayed' | 'ended' })[];
  /** Ids of the recipients that are ticked. */
  readonly chosen: readonly string[];
  readonly reason: RecallReason | '';
  readonly words: string;
  /** Characters of the words. */
  readonly most: number;
  readonly to: RightPersonForm;
  /** From when on no backup opens what is recalled now; null: the keys do not answer at the moment. */
  readonly deadAt: string | null;
  readonly problem: RecallProblem | null;
}

/** Form: `POST /desk/deliveries/{id}/redirects` with `words` and the fields of the right person. */
export interface RedirectPage extends DeskPage {
  /** Of the message. */
  readonly id: string;
  readonly sentAt: string;
  readonly wrong: NamedRecipient;
  readonly words: string;
  readonly most: number;
  readonly to: RightPersonForm;
  readonly problem: RecallProblem | null;
}

/** `GET /desk/messages/{id}/verdict`: what was seen, by whom. */
export interface VerdictPage extends DeskPage {
  readonly id: string;
  readonly from: string;
  readonly sentAt: string;
  /** Recalled, and content had left. */
  readonly opened: readonly VerdictView[];
  /** Recalled, and no content had left. */
  readonly unopened: readonly VerdictView[];
  /** Not recalled. */
  readonly others: readonly VerdictView[];
  /** Where one opens an incident about it; null: they keep none. */
  readonly incident: string | null;
  /** Whom one tells, besides. */
  readonly complianceMail: string | null;
  readonly done: 'recalled' | 'redirected' | null;
}

export interface VerdictView extends NamedRecipient {
  /** Whose reader they are, or who passed it on to them; null: the sender wrote to them. */
  readonly parted: { readonly for: 'reader' | 'passed'; readonly from: NamedRecipient } | null;
  readonly opened: boolean;
  readonly openedAt: string | null;
  /** It was also printed, and posted to them. */
  readonly postedAt: string | null;
  readonly parts: readonly {
    readonly part: number;
    readonly filename: string | null;
    readonly at: string;
    readonly bytes: number | null;
  }[];
  readonly recalledAt: string | null;
  /** Number of the recall among the events; without one, of the last. */
  readonly seq: number;
  readonly deadUntil: string | null;
  /** No notice had left. */
  readonly undone: boolean;
  /** Not recalled because it could not be: `relayed`, or how it ended. Null: it still can. */
  readonly whyNot: 'relayed' | 'ended' | null;
  /** Whether they were asked to delete it, and what they answered. */
  readonly deletion: DeletionStory | null;
  /** Who got it instead. */
  readonly redirectedTo: NamedRecipient | null;
  /** `GET /desk/deliveries/{id}/redirects` sends it to the right person. */
  readonly mayRedirect: boolean;
}

/** On the page of a message. */
export interface RecallOffer {
  /** Whether there is a way to `GET /desk/messages/{id}/recalls`. */
  readonly mayRecall: boolean;
  /** Something of it was recalled: there is a way to `GET /desk/messages/{id}/verdict`. */
  readonly recalled: boolean;
  /** Until when the notices wait; null: they have left, or never do. */
  readonly undoUntil: string | null;
}

/** On the page of a message, for a delivery of which somebody has said that it is not for them. */
export interface ReportView {
  /** Of the delivery. */
  readonly id: string;
  readonly message: string;
  readonly mayCorrect: boolean;
  /** Whether there is a way to `GET /desk/blocks/new`. */
  readonly mayBlock: boolean;
  readonly reason: MisdeliveryReason;
  readonly at: string;
}

export interface RecallsPages {
  readonly 'desk-recall': RecallPage;
  readonly 'desk-redirect': RedirectPage;
  readonly 'desk-verdict': VerdictPage;
}
