import type { LadderStepKind } from '../../../src/message/policy.ts';
import type { PolicyProblemCode, PolicyWarning, RuleKind } from '../../models/policy.ts';

/** Each begins a sentence that what was typed ends. */
const kinds: Readonly<Record<RuleKind, string>> = {
  subjectTag: 'The subject contains',
  header: 'The mail has the header field',
  sensitivityLabel: 'The mail is labelled',
  recipientDomain: 'The recipient’s domain is',
};

const problems: Readonly<Record<PolicyProblemCode, string>> = {
  missing: 'Something is missing here. Fill it in, or empty the whole row.',
  not_visible: 'Type visible text on one line.',
  too_long: 'That is too long.',
  not_a_header: 'That is not the name of a header field. Type it as X-Secure, for example, without a colon.',
  only_for_headers: 'Only header fields have a value. Empty this, or choose the header field.',
  not_a_domain: 'That is not a domain. Type example.dk, or *.example.dk for all domains below it.',
  twice: 'The same rule stands further up. Empty one of the two rows.',
  unit_unknown: 'There is no unit of this name any more. Choose another.',
  no_rules: 'Add at least one rule. Without any, nothing would be sealed.',
  too_many: 'There are too many rows. There can be at most 1,000.',
  not_minutes: 'Type a whole number of minutes, from 0 to 15.',
  not_hours: 'Type a whole number of working hours, from 1 to 1,000. To take the step away, empty the field.',
  same_hours: 'Another step stands at the same hour. Change one of the two.',
  not_rising: 'Put the steps in order: each needs more hours than the one above it.',
  too_many_steps: 'There can be at most 10 steps. Empty this one.',
  nobody_here: 'Nobody who works here has this address. Check it, or choose somebody else.',
  same_person: 'The same address stands further up. Empty one of the two.',
  too_many_people: 'There can be at most 20 people. Empty some of the fields.',
  confirm: 'Read the warning at the end of the form, and confirm it.',
  changed_meanwhile:
    'Somebody else changed the rules meanwhile. See how they stand now before you save yours.',
};

const warnings: Readonly<Record<PolicyWarning, string>> = {
  unsealed:
    'Mail that is sealed today will be passed on as it came: no code, no opening, and no way to call it back.',
  nobody:
    'Nobody who signs in through the organisation’s sign-in will be able to administer everything any more. Only those whom Segl itself gave that role still can.',
};

const confirm: Readonly<Record<PolicyWarning, string>> = {
  unsealed: 'Yes, let this mail through unsealed',
  nobody: 'Yes, the organisation’s sign-in shall make nobody administrator of everything',
};

/** What is done about an unread message. */
const steps: Readonly<Record<LadderStepKind, string>> = {
  reminder: 'a reminder by e-mail',
  sms: 'an SMS that a message waits',
  call: 'an automatic call that a message waits',
  phone_task: 'the sender is asked to call',
  print_task: 'the sender is asked to post it on paper',
};

export const policy = {
  title: 'Rules',
  change: 'Change the rules',
  back: 'Back without changing anything',
  saved: 'The new rules hold from now on.',
  since: 'Decided',
  fromTheStart: 'Nothing has been changed yet. These are the rules from the start.',
  sealing: 'Which mail is sealed',
  sealed: {
    all: 'All mail that comes in through the gateway is sealed.',
    by_rule: 'Mail is sealed where one of these rules fits.',
  },
  othersPass: 'All other mail is passed on as it came, unsealed.',
  kinds,
  withValue: 'with the value',
  claims: 'Roles by the organisation’s sign-in',
  claimsHint:
    'Whoever signs in through the organisation’s sign-in gets roles by what it says of them, its claims. Who fits no row has no access.',
  usualClaims: 'Nothing else has been decided; these are the usual names.',
  noClaims: 'No claim gives a role, so nobody gets in that way.',
  is: 'is',
  gives: 'gives the role',
  inAll: 'in all units',
  inUnit: 'in the unit',
  inOwn: 'in their own unit',
  givesNothing: 'There is no such unit, so this gives nothing.',
  unitBy: 'A person belongs to the unit that is named in the claim',
  unitByNone: 'No claim names a person’s unit.',
  decisions: 'What was decided',
  undecided: 'Nothing yet.',
  older: 'All decisions',
  erasedPerson: 'somebody whose data was erased',
  erased: 'What was decided has been erased.',
  changed: {
    rule: { added: 'Rules added', removed: 'Rules taken away' },
    claim: { added: 'Roles added', removed: 'Roles taken away' },
    step: { added: 'Steps added', removed: 'Steps taken away' },
    person: { added: 'People who get alarms since', removed: 'People who get none any more' },
  },
  beyond: (count: number) => `and ${count} more`,
  which: 'Seal',
  whichHint: 'If you choose all mail, the rules below no longer hold and are not kept.',
  choices: { all: 'all mail', by_rule: 'mail that a rule below names' },
  rulesHint: 'A row that you empty is no rule any more. Upper and lower case count the same.',
  ruleRow: (number: number) => `Rule ${number}`,
  kind: 'If',
  value: 'This',
  equals: 'with this value (optional, only for a header field)',
  addRule: 'Add a rule',
  emptyRows:
    'A row that you empty gives nothing any more. Upper and lower case differ. For a sender, “all” is their own unit.',
  claimRow: (number: number) => `Role ${number}`,
  claim: 'Name of the claim',
  claimEquals: 'is, or contains',
  role: 'gives the role',
  unit: 'in the unit',
  noUnit: 'all',
  addClaim: 'Add a role',
  unitClaim: 'Claim that names a person’s unit (optional)',
  unitClaimHint:
    'Its value must be the name of a unit here. Otherwise a new person belongs to the first unit, and others stay where they are.',
  undo: 'Time to think again',
  undoes: (minutes: number) =>
    minutes === 0
      ? 'Notices leave at once.'
      : `Notices wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, unless the sender says otherwise. Whoever recalls a message until then leaves no trace with the recipient.`,
  undoMinutes: 'Minutes for which a notice waits',
  undoHint: '0 to 15. A sender can choose differently for a message.',
  signing: 'Signing for messages',
  signs: {
    code: 'What is to be signed can be signed in every way. A sender can ask for a stronger one.',
    passkey: 'What is to be signed is signed with a passkey or an eID, whatever a sender asks.',
    eid: 'What is to be signed is signed with an eID, whatever a sender asks.',
  },
  atLeast: 'The weakest way in which recipients may sign',
  atLeastHint:
    'It holds for messages on their way too. A code proves who has the phone; a passkey, that it is the same device or account again; an eID, who the person is.',
  strengths: {
    code: 'a new code to the phone',
    passkey: 'a passkey',
    eid: 'an eID',
  },
  ladder: 'When a message stays unread',
  ladderHint:
    'Hours are working hours, 8 to 16 on working days, since the notice left. Everything stops when the recipient opens the message. Nobody is phoned between 20 and 8.',
  noLadder: 'Nothing follows by itself.',
  stepsHint: 'A row whose hours you empty is no step any more. There can be at most 10.',
  stepRow: (number: number) => `Step ${number}`,
  hours: 'After this many working hours',
  then: 'Then',
  addStep: 'Add a step',
  afterHours: (hours: number) => `After ${hours} working ${hours === 1 ? 'hour' : 'hours'}`,
  steps,
  alarms: 'Alarms about incidents',
  alarmsHint:
    'When the deadline of an incident comes near, Segl writes to the compliance address, if there is one, and to these people.',
  noAlarms: 'Nobody besides the compliance address and whoever answers for the incident.',
  passedOver: 'Nobody who works here has this address, so it is passed over.',
  peopleHint:
    'Only people who work here can be named, by their address. A field that you empty names nobody.',
  personRow: (number: number) => `Address ${number}`,
  addPerson: 'Add an address',
  deputy: 'Address of the deputy (optional)',
  deputyIs: 'Deputy:',
  noDeputy: 'No deputy any more.',
  before: 'Before you save',
  warnings,
  confirm,
  save: 'Save the rules',
  notSaved: 'The rules have not been saved yet',
  problems,
  meanwhile: 'How the rules stand now',
  typed: 'What you typed',
};
export type PolicyTexts = typeof policy;
