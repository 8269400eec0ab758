export interface MisdeliveriesPages {}
