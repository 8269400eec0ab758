import type { SystemsPages } from '../models/systems.ts';
import { flag, type PageDefinitions } from './definition.ts';

export const systemsPages: PageDefinitions<SystemsPages> = {
  'desk-systems': {
    template: 'systems/systems',
    wide: true,
    section: 'systems',
    title: (t) => t.systems.title,
  },
  'desk-system': {
    template: 'systems/system',
    section: 'systems',
    title: (_t, { system }) => system.name,
  },
  'desk-system-form': {
    template: 'systems/system-form',
    section: 'systems',
    title: (t, { system, problem }) =>
      flag(t, system ? t.systems.editTitle(system.name) : t.systems.addTitle, problem !== null),
  },
  'desk-system-opening': {
    template: 'systems/opening',
    section: 'systems',
    title: (t, { system }) => t.systems.openTitle(system.name),
  },
  'desk-secret-form': {
    template: 'systems/secret-form',
    section: 'systems',
    title: (t, { system, replaces, problem }) =>
      flag(
        t,
        replaces ? t.systems.replaceTitle(replaces.name) : t.systems.newSecretTitle(system.name),
        problem !== null,
      ),
  },
  'desk-secret-expiry': {
    template: 'systems/expiry',
    section: 'systems',
    title: (t, { secret, problem }) => flag(t, t.systems.expiryTitle(secret.name), problem !== null),
  },
  'desk-secret-made': {
    template: 'systems/made',
    section: 'systems',
    title: (t, { system, added }) => (added ? t.systems.createdTitle(system.name) : t.systems.madeTitle),
  },
};
