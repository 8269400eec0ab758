export type Role = 'sender' | 'compliance' | 'admin';

/** A signed-in member of staff. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly unit: string;
  readonly unitName: string;
}

/** A system with its rights, as its secret proves it. */
export interface System {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly senders: readonly string[];
  readonly isAdmin: boolean;
}
