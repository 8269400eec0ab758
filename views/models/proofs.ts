export interface ProofsPages {}
