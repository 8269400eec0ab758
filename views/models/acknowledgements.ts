/** Pages of acknowledgements, by their names. */
export interface AcknowledgementsPages {}
