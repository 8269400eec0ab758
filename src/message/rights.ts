/** Who may do what. The two tables are all there is: verbs ask here, and docs/roles.md is printed from here. */

export const roles = ['sender', 'compliance', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A role in one unit, by its id, or in all of them where `unit` is null. */
export interface Grant {
  readonly role: Role;
  readonly unit: string | null;
}

/**
 * How a message stands to somebody. `own`: they wrote it, or a system of theirs did in nobody's name. `left`: it belongs
 * to a unit in which they hold the role, and whoever answered for it was deactivated. `unit`: it belongs to such a unit.
 * `other`: to none of these.
 */
export const standings = ['own', 'left', 'unit', 'other'] as const;
export type Standing = (typeof standings)[number];

/** `reason`: after giving a reason, which is an event that the message's author sees. */
export type Answer = 'yes' | 'reason' | 'no';

/**
 * What can be done with a message. `list`: see that it exists, to whom, when, and its status; never the subject.
 * `timeline`: see each recipient with all stamps. `content`: subject, text, attachments. `act`: remind, extend, correct
 * a number, unlock, recall, redirect.
 */
export const messageVerbs = ['list', 'timeline', 'content', 'act'] as const;
export type MessageVerb = (typeof messageVerbs)[number];

type Standings = Readonly<Record<Standing, Answer>>;

const sender: Readonly<Record<MessageVerb, Standings>> = {
  list: { own: 'yes', left: 'yes', unit: 'no', other: 'no' },
  timeline: { own: 'yes', left: 'reason', unit: 'no', other: 'no' },
  content: { own: 'yes', left: 'reason', unit: 'no', other: 'no' },
  act: { own: 'yes', left: 'reason', unit: 'no', other: 'no' },
};

const compliance: Readonly<Record<MessageVerb, Standings>> = {
  list: { own: 'yes', left: 'yes', unit: 'yes', other: 'no' },
  timeline: { own: 'yes', left: 'reason', unit: 'reason', other: 'no' },
  content: { own: 'yes', left: 'reason', unit: 'reason', other: 'no' },
  act: { own: 'yes', left: 'reason', unit: 'reason', other: 'no' },
};

/** Administrators look after people and systems, and see nobody's messages but their own. */
const admin: Readonly<Record<MessageVerb, Standings>> = {
  list: { own: 'yes', left: 'no', unit: 'no', other: 'no' },
  timeline: { own: 'yes', left: 'no', unit: 'no', other: 'no' },
  content: { own: 'yes', left: 'no', unit: 'no', other: 'no' },
  act: { own: 'yes', left: 'no', unit: 'no', other: 'no' },
};

/** Who sees whose messages. Of several roles the most generous answer counts. */
export const messageRights: Readonly<Record<Role, Readonly<Record<MessageVerb, Standings>>>> = {
  sender,
  compliance,
  admin,
};

/** What can be managed. Each thing belongs to a unit, or to the whole organisation. */
export const duties = [
  'write',
  'people',
  'units',
  'systems',
  'contacts',
  'policy',
  'history',
  'evidence',
  'erasure',
  'failures',
  'incidents',
  'blocks',
] as const;
export type Duty = (typeof duties)[number];

/**
 * Who manages what, in the units where they hold the role; what belongs to the whole organisation, as the policy does,
 * asks for the role in all units. `write`: send in the unit's name. `history`: see what was changed, by whom. `evidence`:
 * search what was recorded and export it. `erasure`: erase a message, or what is kept about one of its recipients.
 * `failures`: see everybody's failures and close them, and whether the sums agree. `incidents`: keep incidents. `blocks`:
 * block addresses and domains.
 */
export const dutyRights: Readonly<Record<Role, Readonly<Record<Duty, boolean>>>> = {
  sender: {
    write: true,
    people: false,
    units: false,
    systems: false,
    contacts: false,
    policy: false,
    history: false,
    evidence: false,
    erasure: false,
    failures: false,
    incidents: false,
    blocks: false,
  },
  compliance: {
    write: false,
    people: false,
    units: false,
    systems: false,
    contacts: false,
    policy: false,
    history: true,
    evidence: true,
    erasure: true,
    failures: true,
    incidents: true,
    blocks: true,
  },
  admin: {
    write: false,
    people: true,
    units: true,
    systems: true,
    contacts: true,
    policy: true,
    history: true,
    evidence: false,
    erasure: false,
    failures: false,
    incidents: false,
    blocks: true,
  },
};

/** Units by their ids; null: all of them, and what belongs to none. */
export type Units = readonly string[] | null;

/** The units in which somebody's roles answer so. */
const unitsOf = (grants: readonly Grant[], fits: (role: Role) => boolean): Units => {
  const held = grants.filter(({ role }) => fits(role));
  return held.some(({ unit }) => unit === null) ? null : [...new Set(held.map(({ unit }) => unit!))];
};

/** The units whose messages of a standing a verb may be done to, with one of these answers. */
export const unitsForVerb = (
  grants: readonly Grant[],
  verb: MessageVerb,
  standing: 'left' | 'unit',
  ...answers: readonly Answer[]
): Units => unitsOf(grants, (role) => answers.includes(messageRights[role][verb][standing]));

/** The units in which somebody has a duty. */
export const unitsForDuty = (grants: readonly Grant[], duty: Duty): Units =>
  unitsOf(grants, (role) => dutyRights[role][duty]);

/** Whether somebody has a duty towards what belongs to a unit; to the whole organisation, where `unit` is null. */
export function hasDuty(grants: readonly Grant[], duty: Duty, unit: string | null): boolean {
  const units = unitsForDuty(grants, duty);
  return units === null || (unit !== null && units.includes(unit));
}

/** Whether somebody has a duty anywhere. */
export const hasDutySomewhere = (grants: readonly Grant[], duty: Duty): boolean =>
  unitsForDuty(grants, duty)?.length !== 0;
