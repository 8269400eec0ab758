export interface BlocksPages {}
