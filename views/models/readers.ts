/** Pages of readers, by their names. */
export interface ReadersPages {}
