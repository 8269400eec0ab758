import type { Language } from '../../src/message/languages.ts';
import type {
  Authority,
  DataKind,
  IncidentCause,
  IncidentDecision,
  IncidentOrigin,
  ToldParty,
} from '../../src/message/incidents.ts';
import type { DeletionStory } from '../../src/message/misdeliveries.ts';

/** An incident as pages, drafts and the dossier tell it. Times are ISO 8601 UTC; null or empty: not yet known. */
export interface DossierIncident {
  readonly id: string;
  readonly number: string;
  readonly unitName: string | null;
  readonly origin: IncidentOrigin;
  readonly openedAt: string;
  readonly openedBy: string | null;
  readonly awareAt: string;
  readonly dueAt: string;
  readonly title: string;
  readonly cause: IncidentCause | null;
  readonly what: string;
  readonly dataKinds: readonly DataKind[];
  readonly persons: number | null;
  readonly records: number | null;
  readonly consequences: string;
  readonly measures: string;
  readonly responsible: string | null;
  readonly responsibleName: string | null;
  readonly deputy: string | null;
  readonly deputyName: string | null;
  readonly decision: {
    readonly decision: IncidentDecision;
    readonly why: string;
    readonly by: string;
    readonly at: string;
  } | null;
  readonly reportedAt: string | null;
  readonly delayReason: string;
  /** It is later than 72 hours, and nobody has said why (art. 33(1)). */
  readonly needsDelayReason: boolean;
  readonly followUpOn: string | null;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly version: number;
  readonly told: readonly {
    readonly id: string;
    readonly party: ToldParty;
    readonly who: string;
    readonly at: string;
  }[];
  readonly tasks: readonly {
    readonly id: string;
    readonly what: string;
    readonly owner: string | null;
    readonly ownerName: string | null;
    readonly dueOn: string | null;
    readonly doneAt: string | null;
    readonly doneBy: string | null;
  }[];
  readonly letters: readonly { readonly message: string; readonly sentAt: string }[];
}

/** A text to be copied into an authority's form, or sent to those affected. */
export interface DraftView {
  readonly authority: Authority;
  readonly language: Language;
  readonly text: string;
  /** It was just chosen. */
  readonly open: boolean;
  /** Addresses of the same in each language. */
  readonly languages: readonly { readonly language: Language; readonly href: string }[];
}

/** What the PDF says. */
export interface DossierDocument {
  readonly incident: DossierIncident;
  readonly made: string;
  /** The authority whose draft follows; null: none. */
  readonly authority: Authority | null;
  readonly messages: readonly DossierMessage[];
  /** Of the log, as the attached evidence has it; null: nothing is attached. */
  readonly log: { readonly origin: string; readonly size: number; readonly root: string } | null;
}

export interface DossierMessage {
  readonly message: string;
  readonly sentAt: string | null;
  readonly recipients: readonly DossierRecipient[];
  /** The attached file with its fingerprint; else why there is none. */
  readonly evidence:
    | { readonly name: string; readonly bytes: Uint8Array; readonly sha256: string }
    | 'waiting'
    | 'not_found'
    | 'too_many';
}

/** Read from the evidence itself. */
export interface DossierRecipient {
  readonly delivery: string;
  /** Null: erased. */
  readonly email: string | null;
  /** How many events there are: 1 to so many. */
  readonly events: number;
  readonly openedAt: string | null;
  /** Numbers of files that were opened, and when first. */
  readonly files: readonly { readonly part: number; readonly at: string }[];
  /** Somebody noted that it was printed, and posted to them. */
  readonly postedAt: string | null;
  readonly deletion: DeletionStory | null;
  readonly recalledAt: string | null;
  /** It left as ordinary mail: nobody can know whether it was read. */
  readonly unsealed: boolean;
}
