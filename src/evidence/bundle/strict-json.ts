import type { Json } from '../commitment.ts';
import { Malformed } from '../log/malformed.ts';

/**
 * Parses JSON in which every reader finds the same: no member twice (RFC 8259 §4 leaves open which of them counts), none
 * named `__proto__`, no half of a surrogate pair, no number beyond all numbers (§8.2, §6), arrays and objects at most
 * `depth` deep. Throws `Malformed`.
 */
export function parseStrictJson(text: string, depth = 32): Json {
  // First the whole by the platform's parser: what is scanned below is then known to be JSON.
  let value: Json;
  checkBounds(text, depth);
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new Malformed('This is not JSON');
  }
  checkNames(text);
  checkValues(value);
  return value;
}

const quote = 0x22;
const escape = 0x5c;

/** The end of the string that begins at the quote `from`, exclusive. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === escape) before -= 1;
  return (at - before) % 2 === 0;
}

/** Values in one text: some hundred thousand events have fewer, and more would not fit into memory as objects. */
const mostValues = 10_000_000;

/** Before parsing, for the platform's parser takes whatever depth its stack allows, and whatever breadth its memory. */
function checkBounds(text: string, most: number): void {
  let [depth, values] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x2c) values += 1;
    if (values > mostValues) throw new Malformed(`This JSON has more than ${mostValues} values`);
    if (depth > most) throw new Malformed(`This JSON is more than ${most} levels deep`);
  }
}

/** Over text that is JSON. */
function checkNames(text: string): void {
  // The names of each object that is open; null for an array.
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) open.push(new Set());
    else if (code === 0x5b) open.push(null);
    else if (code === 0x7d || code === 0x5d) open.pop();
    else if (code === quote) {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names && isName(text, end)) remember(names, JSON.parse(text.slice(at, end)) as string);
      at = end - 1;
    }
  }
}

/** No canonical form has these (RFC 8785 §3.2.2.2, §3.2.2.3). */
function checkValues(value: Json): void {
  if (typeof value === 'string') checkText(value);
  else if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Malformed('A number of this JSON is too large to be one');
  } else if (Array.isArray(value)) for (const each of value) checkValues(each);
  else if (value !== null && typeof value === 'object') {
    for (const [name, member] of Object.entries(value)) {
      checkText(name);
      checkValues(member);
    }
  }
}

function checkText(text: string): void {
  if (!text.isWellFormed()) throw new Malformed('A text of this JSON holds half of a character');
}

const isName = (text: string, end: number): boolean => {
  let at = end;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return text[at] === ':';
};

function remember(names: Set<string>, name: string): void {
  if (name === '__proto__') throw new Malformed('A member of this JSON has a name that none may have');
  if (names.has(name)) throw new Malformed(`The member “${name.slice(0, 100)}” stands twice in one object`);
  names.add(name);
}
