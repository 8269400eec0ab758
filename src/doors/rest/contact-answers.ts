import type { Actor } from '../../delivery/message-access.ts';
import type { Keeper } from '../../desk/contacts/keeper.ts';

/** A system whose secret has the scope keeps all contacts. */
export const keeperOf = (actor: Actor): Keeper => ({ actor, units: null });

type Filled<Value> = { [Key in keyof Value as null extends Value[Key] ? never : Key]: Value[Key] } & {
  [Key in keyof Value as null extends Value[Key] ? Key : never]?: NonNullable<Value[Key]>;
};

/** What is null in a row is absent in an answer. */
export const withoutNulls = <Value extends object>(value: Value): Filled<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null)) as Filled<Value>;
