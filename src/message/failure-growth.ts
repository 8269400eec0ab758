/** When failures of one kind are more than slips. */

/** Fewer than so many prove nothing. */
const least = 10;

/** The hour against which an alarm measures: what a group's busiest hour of a usual day holds, over so many days. */
export const usualDays = 28;

/**
 * Whether so many failures of one kind and one system in the last sixty minutes are an alarm. `usual`: of each of the last 28
 * days the busiest hour, and of these hours the one in the middle (the median), so that one bad day does not make the next
 * one pass for usual.
 */
export const isUnusual = (lastHour: number, usual: number): boolean =>
  lastHour >= least && lastHour > 5 * usual;

/** Days that a list compares: the last ones, and those before them. */
export const recentDays = 7;
export const earlierDays = 30;

/** Whether a group has grown: in the last seven days more than three times as many a day as in the thirty before. */
export const hasGrown = (recent: number, earlier: number): boolean =>
  recent >= least && recent / recentDays > (3 * earlier) / earlierDays;

/** Days after which an open failure has waited too long. */
export const staleDays = 7;
