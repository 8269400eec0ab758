import type { Strength } from './acknowledgements.ts';
import type { Role } from './rights.ts';

/** What the organisation decided. */
export interface Policy {
  readonly gateway: GatewayPolicy;
  /** Absent: `defaultStaffPolicy`. */
  readonly staff?: StaffPolicy;
  /** Minutes for which a notice waits unless the sender says otherwise, 0 to 15. Absent: 0. */
  readonly undoMinutes?: number;
  /** What follows where a message stays unread. Absent: nothing. */
  readonly ladder?: LadderPolicy;
  /** Who is told when an incident's deadline comes near. Absent: the compliance address alone. */
  readonly alarms?: AlarmPolicy;
  /** How what is to be signed must be signed at least, whatever a sender asks. Absent: with a code. */
  readonly acknowledgement?: AcknowledgementPolicy;
}

export interface AcknowledgementPolicy {
  readonly atLeast: Strength;
}

export const ladderSteps = ['reminder', 'sms', 'call', 'phone_task', 'print_task'] as const;
export type LadderStepKind = (typeof ladderSteps)[number];

/** In rising order of hours. */
export interface LadderPolicy {
  readonly steps: readonly LadderStep[];
}

export interface LadderStep {
  /** Working hours since the notice left, 1 to 1,000. */
  readonly afterHours: number;
  readonly do: LadderStepKind;
}

/** By their addresses; people who are no longer active are passed over. */
export interface AlarmPolicy {
  readonly people: readonly string[];
  readonly deputy?: string;
}

/** What the claims of the identity provider mean here. */
export interface StaffPolicy {
  /** Somebody whose claims fit none of these has no access. */
  readonly claims: readonly ClaimRule[];
  /** The claim whose value is the name of the unit that a person belongs to. */
  readonly unitClaim?: string;
}

/** A claim that is this text, or a list that holds it, gives a role. */
export interface ClaimRule {
  /** Name at the top of the ID token or of what userinfo answers. */
  readonly claim: string;
  readonly equals: string;
  readonly role: Role;
  /** Name of the unit in which it is given; absent: in all of them, and to a sender in their own. */
  readonly unit?: string;
}

/** Which mails that come by SMTP are sealed: all of them, or those that a rule names; the others are passed on. */
export type GatewayPolicy =
  { readonly secure: 'all' } | { readonly secure: 'by_rule'; readonly rules: readonly SecureRule[] };

export type SecureRule =
  /** Stands anywhere in the subject, as `[sikker]`; an instruction, so it is taken out. */
  | { readonly subjectTag: string }
  /** The field is there or, with `equals`, has this value. */
  | { readonly header: string; readonly equals?: string }
  /** A value of `Sensitivity` (RFC 4021), or the name or GUID of a label in Microsoft's `msip_labels`. */
  | { readonly sensitivityLabel: string }
  /** `example.dk` for that domain alone, `*.example.dk` for every domain below it; decided for each recipient. */
  | { readonly recipientDomain: string };

/** What holds until somebody decides otherwise. */
export const defaultPolicy: Policy = { gateway: { secure: 'all' } };

const rolesByName: readonly ClaimRule[] = (['sender', 'compliance', 'admin'] as const).flatMap((role) =>
  ['roles', 'groups'].map((claim) => ({ claim, equals: `segl-${role}`, role })),
);

/** Application roles or groups of the names `segl-sender`, `segl-compliance`, `segl-admin`. */
export const defaultStaffPolicy: StaffPolicy = { claims: rolesByName, unitClaim: 'department' };
