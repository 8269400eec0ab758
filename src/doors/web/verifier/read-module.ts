import { existsSync, readFileSync } from 'node:fs';
import { findPackageJSON, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LinkError, type ModuleSource } from './link-modules.ts';

/** Parts of this program that a browser does otherwise: each is beside the one that it stands for. */
const inBrowsers: Readonly<Record<string, string>> = { 'sha256.ts': 'sha256-browser.ts' };

/** Reads a module of this program or of a package that it depends on; its id is the file's URL. */
export function readModule(id: string): ModuleSource {
  const text = readFileSync(fileURLToPath(id), 'utf8');
  return {
    code: id.endsWith('.ts') ? stripTypeScriptTypes(text) : text,
    resolve: (specifier) => (specifier.startsWith('.') ? ownFile(specifier, id) : packageFile(specifier, id)),
  };
}

function ownFile(specifier: string, from: string): string {
  const url = new URL(specifier, from);
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  return new URL(inBrowsers[name] ?? name, url).href;
}

/** What a package's `exports` says of a path, for somebody who imports. */
type Target = string | { readonly import?: Target; readonly default?: Target };

function packageFile(specifier: string, from: string): string {
  if (specifier.startsWith('node:')) throw new LinkError(`${from} needs ${specifier}, which no browser has`);
  const found = find(specifier, from);
  if (!found) throw new LinkError(`${from} imports ${specifier}, which is not installed`);
  const [, name, rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  const { exports } = JSON.parse(readFileSync(found, 'utf8')) as { exports?: Record<string, Target> };
  let target: Target | undefined = exports?.[rest === '' ? '.' : `./${rest}`];
  while (typeof target === 'object') target = target.import ?? target.default;
  const url = target === undefined ? undefined : new URL(target, pathToFileURL(found));
  if (!url || !existsSync(url)) throw new LinkError(`${name} does not say where ${specifier} is`);
  return url.href;
}

function find(specifier: string, from: string): string | undefined {
  try {
    return findPackageJSON(specifier, from);
  } catch {
    return undefined;
  }
}
