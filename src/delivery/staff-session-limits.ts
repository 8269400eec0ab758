/** Idle time after which a member of staff signs in again, and the longest a session lasts. */
export const idleMinutes = 60;
export const longestHours = 12;
/** Minutes that a session whose second factor is still to come waits for it. */
export const pendingMinutes = 10;
