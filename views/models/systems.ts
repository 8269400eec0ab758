import type { RefusalCode } from '../../src/message/refusals.ts';
import type { Scope } from '../../src/message/scopes.ts';
import type { DeskPage, UnitChoice } from './desk.ts';
import type { HistoryView } from './history.ts';

export interface SystemsPage extends DeskPage {
  readonly rows: readonly SystemRow[];
}

export interface SystemRow {
  readonly id: string;
  readonly name: string;
  readonly from: readonly string[];
  readonly owner: string | null;
  readonly unit: string;
  readonly open: boolean;
  /** To the minute; null: never. */
  readonly lastUsedAt: string | null;
  /** How many of its secrets somebody should mind. */
  readonly warnings: number;
}

/**
 * Forms: `POST /desk/systems/{id}/closures`; for each secret `POST /desk/systems/{id}/secrets/{secret}/revocations`.
 * Links to other forms: `…/edit`, `…/openings`, `…/secrets/new?replaces=`, `…/secrets/{secret}/expiries`.
 */
export interface SystemPage extends DeskPage {
  readonly system: SystemFacts;
  /** The live ones first. */
  readonly secrets: readonly SecretView[];
  readonly history: HistoryView;
  /** Just done, told on top of the page. */
  readonly done: 'changed' | 'closed' | 'opened' | 'expiry' | 'ended' | null;
}

export interface SystemFacts {
  readonly id: string;
  readonly name: string;
  readonly from: readonly string[];
  readonly networks: readonly string[];
  readonly owner: { readonly name: string; readonly email: string } | null;
  readonly unit: string;
  readonly closedAt: string | null;
  /** Made by a setting: nobody changes it here. */
  readonly bootstrap: boolean;
}

export interface SecretView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  readonly state: 'live' | 'expired' | 'revoked';
  readonly isReplaced: boolean;
  readonly warning: 'expires_soon' | 'unused' | 'never_used' | null;
  /** Whether this person may replace it or change its end. */
  readonly renewable: boolean;
}

/** What a form came back with: the refusal, and the field that is to blame. */
export interface SystemProblem {
  readonly code: RefusalCode;
  readonly field: SystemField | null;
}

export const systemFields = [
  'name',
  'from',
  'owner',
  'networks',
  'unit',
  'scopes',
  'expiresAt',
  'overlapHours',
  'replaces',
] as const;
export type SystemField = (typeof systemFields)[number];

/**
 * Form: `POST /desk/systems` or `POST /desk/systems/{id}` with `name`, `from` and `networks` (one a line), `owner` (a
 * person's address, may be empty), `unit`, and for a new one `scopes` (repeated) and `days`, else `version`.
 */
export interface SystemFormPage extends DeskPage {
  /** Null: one is added. */
  readonly system: { readonly id: string; readonly name: string } | null;
  readonly units: readonly UnitChoice[];
  readonly draft: {
    readonly name: string;
    readonly from: string;
    readonly owner: string;
    readonly networks: string;
    readonly unit: string;
    readonly version: number;
  };
  /** Of the first secret, where a system is added. */
  readonly secret: SecretDraftView | null;
  readonly problem: SystemProblem | null;
  /** As it stands now, where somebody changed it meanwhile. */
  readonly now: SystemFacts | null;
}

/** `days`: as typed; empty: without an end. */
export interface SecretDraftView {
  /** Those that this person may give. */
  readonly choices: readonly Scope[];
  readonly chosen: readonly Scope[];
  readonly days: string;
}

/**
 * Form: `POST /desk/systems/{id}/secrets` with `name`, `scopes` (repeated), `days`, and where one is replaced `replaces`
 * and `overlapHours`.
 */
export interface SecretFormPage extends DeskPage {
  readonly system: { readonly id: string; readonly name: string };
  /** The secret that is replaced; its scopes stay. */
  readonly replaces: { readonly id: string; readonly name: string; readonly scopes: readonly Scope[] } | null;
  readonly name: string;
  readonly secret: SecretDraftView;
  readonly overlapHours: string;
  readonly problem: SystemProblem | null;
}

/** Form: `POST /desk/systems/{id}/secrets/{secret}/expiries` with `days` and `was`. */
export interface SecretExpiryPage extends DeskPage {
  readonly system: { readonly id: string; readonly name: string };
  readonly secret: { readonly id: string; readonly name: string; readonly expiresAt: string | null };
  readonly days: string;
  readonly problem: SystemProblem | null;
}

/** The secret is shown once and kept by nobody here. */
export interface SecretMadePage extends DeskPage {
  readonly system: { readonly id: string; readonly name: string };
  /** The system is new too. */
  readonly added: boolean;
  readonly secret: string;
  readonly expiresAt: string | null;
  /** When the secret that it replaces ends; null: it replaces none. */
  readonly replacedUntil: string | null;
}

/** Form: `POST /desk/systems/{id}/openings`. */
export interface SystemOpeningPage extends DeskPage {
  readonly system: SystemFacts;
}

export interface SystemsPages {
  readonly 'desk-systems': SystemsPage;
  readonly 'desk-system': SystemPage;
  readonly 'desk-system-form': SystemFormPage;
  readonly 'desk-system-opening': SystemOpeningPage;
  readonly 'desk-secret-form': SecretFormPage;
  readonly 'desk-secret-expiry': SecretExpiryPage;
  readonly 'desk-secret-made': SecretMadePage;
}
