import { parseEmailAddress } from '../delivery/addresses.ts';
import type { LadderStep } from '../message/policy.ts';

/** What may stand in the policy; each door asks here, and tells it in its own way. */

/** Of each kind. */
export const mostRules = 1000;
/** Of the ladder. */
export const mostSteps = 10;
/** Working hours of a step. */
export const mostHours = 1000;
/** People whom alarms go to. */
export const mostAlarmed = 20;

/** In UTF-16 code units. */
export const longest = {
  subjectTag: 100,
  header: 200,
  sensitivityLabel: 200,
  recipientDomain: 255,
  /** The value of a header field or of a claim. */
  equals: 1000,
  /** The name of a claim. */
  claim: 200,
  /** The name of a unit. */
  unit: 200,
} as const;

/** The first step whose hours are not more than those of the step before, by its place. */
export const stepOutOfOrder = (steps: readonly Pick<LadderStep, 'afterHours'>[]): number =>
  steps.findIndex(({ afterHours }, index) => index > 0 && afterHours <= steps[index - 1]!.afterHours);

const shows = /[^\s\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u;
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** What a person would recognise: on one line, something of it visible, no blank at its ends. */
export const isVisibleLine = (value: string): boolean =>
  value.isWellFormed() && value.trim() === value && shows.test(value) && !breaks.test(value);

/** The name of a header field (RFC 5322 §2.2). */
export const isHeaderName = (value: string): boolean => /^[!-9;-~]+$/.test(value);

/** `example.dk` or `*.example.dk`. */
export const isDomainPattern = (value: string): boolean =>
  value.trim() === value && parseEmailAddress(`x@${value.replace(/^\*\./, '')}`) !== undefined;
