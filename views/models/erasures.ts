export interface ErasuresPages {}
