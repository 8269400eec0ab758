export interface IncidentsPages {}
