import { ConfigError } from './config-error.ts';

export type Role = 'web' | 'smtp' | 'worker';

export function rolesOf(value: string): ReadonlySet<Role> {
  const roles = value.split(',').map((role) => role.trim());
  const unknown = roles.find((role) => role !== 'web' && role !== 'smtp' && role !== 'worker');
  if (unknown !== undefined) throw new ConfigError('SEGL_ROLES must list some of: web, smtp, worker.');
  return new Set(roles as Role[]);
}
