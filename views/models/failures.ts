export interface FailuresPages {}
