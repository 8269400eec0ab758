/** Pages of returning, by their names. */
export interface ReturningPages {}
