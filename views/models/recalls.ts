export interface RecallsPages {}
