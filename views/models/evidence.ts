export interface EvidencePages {}
