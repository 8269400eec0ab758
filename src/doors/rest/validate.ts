import type { z } from 'zod';
import { Invalid, type RefusedField } from './invalid.ts';

type Issue = z.core.$ZodIssue;

/** At most so many faults are listed in one answer. */
const mostFaults = 20;

/** The value as the schema reads it. Throws `Invalid`, naming each field that is not right and never what it held. */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { error: (issue) => sentenceOf(issue) });
  if (result.success) return result.data;
  throw new Invalid(result.error.issues.slice(0, mostFaults).flatMap(faultsOf));
}

function faultsOf(issue: Issue): RefusedField[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, mostFaults).map((key) => ({
      field: [...path, printable(key)].join('.'),
      detail: 'is not a field that is known here',
    }));
  }
  if (issue.code === 'invalid_union') {
    const nearest = nearestOf(issue.errors);
    if (nearest)
      return nearest.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  return [{ field: path.join('.') || 'body', detail: issue.message }];
}

/** The faults of the one form that a value comes nearest to; `undefined`: nobody can tell which was meant. */
function nearestOf(forms: readonly Issue[][]): Issue[] | undefined {
  const [first, second] = forms.toSorted((a, b) => a.length - b.length);
  return first && second && first.length < second.length ? first : undefined;
}

function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_type') return `must be ${kinds[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `must have at least ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_big') return `must have at most ${issue.maximum}${unitOf(issue.origin)}`;
  return undefined;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
};

const unitOf = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : ' as its value';

const printable = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 80);
