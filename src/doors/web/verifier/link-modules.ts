/** A module as the linker sees it: JavaScript, and where what it imports is found. */
export interface ModuleSource {
  readonly code: string;
  /** The id of the module that a specifier means here. */
  resolve(specifier: string): string;
}

/** A module says something that the linker does not know how to join; it names the module. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
}

const names = String.raw`\{[^{}'"\`;]*\}`;
const from = String.raw`\s*from\s*(['"])([^'"]+)`;
const importing = new RegExp(
  String.raw`^import\s*(?:([\w$]+)|\*\s*as\s+([\w$]+)|(${names}))${from}\4;?`,
  'gm',
);
const importingEffect = /^import\s*(['"])([^'"]+)\1;?/gm;
const reexporting = new RegExp(String.raw`^export\s*(?:(\*)|(${names}))${from}\3;?`, 'gm');
const exportingList = new RegExp(String.raw`^export\s*(${names});?`, 'gm');
const exportingDefault = /^export\s+default\s+((?:async\s+)?(?:function\b\s*\*?|class\b)\s*([\w$]*))?/gm;
const exportingDeclaration = /^export\s+((?:async\s+)?function\b\s*\*?|class|const)\s+([\w$]+)/gm;

/**
 * Joins an ECMAScript module and everything that it imports to one script without imports, so that a policy can allow it by
 * its hash and nothing else. Each module becomes a function of its own, called once, in the order of dependence.
 *
 * It reads statements, not the whole grammar: imports and exports begin a line, as formatters write them. What it does not know
 * (cycles, `export let`, destructured exports, dynamic imports) throws `LinkError` rather than being guessed at; anything it
 * might overlook is a syntax error in a script.
 */
export function linkModules(entry: string, load: (id: string) => ModuleSource): string {
  const done = new Map<string, string>();
  const open = new Set<string>();
  const parts: string[] = [];

  function link(id: string): string {
    const known = done.get(id);
    if (known) return known;
    if (open.has(id)) throw new LinkError(`${id} imports itself by way of others`);
    open.add(id);
    const { code, resolve } = load(id);
    if (/\bimport\s*\(|\bimport\s*\.\s*meta\b/.test(withoutComments(code)))
      throw new LinkError(`${id} imports while it runs`);
    const body = rewrite(id, code, (specifier) => link(resolve(specifier)));
    open.delete(id);
    const name = `module${done.size}`;
    done.set(id, name);
    parts.push(`const ${name} = (() => {\n${body}\n})();`);
    return name;
  }

  link(entry);
  return `(() => {\n'use strict';\n${parts.join('\n')}\n})();\n`;
}

/** The body of the module's function, which returns what the module exports. `link` gives the name of another module's value. */
function rewrite(id: string, code: string, link: (specifier: string) => string): string {
  const exported: string[] = [];
  let held = 0;
  const body = code
    .replace(importing, (_all, whole, everything, list, _quote, specifier) => {
      const module = link(specifier);
      if (everything) return `const ${everything} = ${module};`;
      return whole
        ? `const ${whole} = ${module}.default;`
        : `const ${pattern(id, list, exportsOf(list))} = ${module};`;
    })
    .replace(importingEffect, (_all, _quote, specifier) => `${link(specifier)};`)
    .replace(reexporting, (_all, everything, list, _quote, specifier) => {
      const module = link(specifier);
      if (everything) exported.push(`...${module}`);
      else for (const [own, as] of exportsOf(list)) exported.push(`${as}: ${module}.${own}`);
      return '';
    })
    .replace(exportingList, (_all, list) => {
      for (const [own, as] of exportsOf(list)) exported.push(own === as ? own : `${as}: ${own}`);
      return '';
    })
    .replace(exportingDefault, (_all, declaration, name) => {
      if (name) {
        exported.push(`default: ${name}`);
        return declaration;
      }
      held += 1;
      exported.push(`default: default${held}`);
      return `const default${held} = ${declaration ?? ''}`;
    })
    .replace(exportingDeclaration, (_all, kind, name) => {
      exported.push(name);
      return `${kind} ${name}`;
    });
  const left = /^(?:export|import)\b.*/m.exec(body);
  if (left) throw new LinkError(`${id} has a statement that cannot be joined: ${left[0]}`);
  return `${body}\nreturn { ${exported.join(', ')} };`;
}

/** `{ a, b as c }` as pairs of the name there and the name here. */
function exportsOf(list: string): [own: string, as: string][] {
  return list
    .slice(1, -1)
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const [own, as = own] = each.split(/\s+as\s+/);
      return [own!, as!];
    });
}

function pattern(id: string, list: string, pairs: readonly [string, string][]): string {
  if (pairs.some((pair) => pair.some((name) => !/^[\w$]+$/.test(name))))
    throw new LinkError(`${id} has a list of names that cannot be read: ${list}`);
  return `{ ${pairs.map(([own, as]) => (own === as ? own : `${own}: ${as}`)).join(', ')} }`;
}

const withoutComments = (code: string): string => code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
