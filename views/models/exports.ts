export interface ExportsPages {}
