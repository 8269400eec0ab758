import { readFileSync } from 'node:fs';
import ejs from 'ejs';
import { endingOf, reasonOf } from '../../../views/desk/reasons.ts';
import { stepsOf } from '../../../views/desk/steps.ts';
import { causeOf, failureName } from '../../../views/failures/failure-name.ts';
import type { FailureName } from '../../../views/models/failures.ts';
import { escapeHtml } from '../../../views/escape.ts';
import { formatSize } from '../../../views/format-size.ts';
import { formatClock, formatTime } from '../../../views/format-time.ts';
import { type Texts, texts } from '../../../views/languages/index.ts';
import { linkify } from '../../../views/linkify.ts';
import type { PageName, Pages } from '../../../views/models.ts';
import { pages } from '../../../views/pages.ts';
import { type Language, languages } from '../../message/languages.ts';
import { assetHref } from './assets.ts';

/** What is true of the whole page, whichever it is. */
export interface PageContext {
  readonly language: Language;
  /** Path and query of this page as a GET shows it; the language links lead back to it. */
  readonly path: string;
  readonly organisation: string;
  /** IANA name of the zone that times are shown in. */
  readonly timeZone: string;
}

type Template = (scope: object) => string;

const folder = new URL('../../../views/', import.meta.url);

/** The names that a template may use; there is no other way in. */
const names = [
  't',
  'language',
  'organisation',
  'model',
  'part',
  'time',
  'stamp',
  'clock',
  'size',
  'asset',
  'linkify',
  'stepsOf',
  'reasonOf',
  'endingOf',
  'nameOfFailure',
  'causeOfFailure',
] as const;

function compile(file: string): Template {
  return ejs.compile(readFileSync(new URL(file, folder), 'utf8'), {
    filename: file,
    strict: true,
    destructuredLocals: [...names],
    rmWhitespace: true,
    compileDebug: false,
    escape: escapeHtml,
  });
}

const templates = new Map<string, Template>();

/** Compiled when first shown: a start does not wait for pages that nobody asks for. */
function template(name: string): Template {
  const found = templates.get(name) ?? compile(`${name}.ejs`);
  templates.set(name, found);
  return found;
}

/** Our own path with another language: never another host, whatever was asked for (`//host/`, `/\host`). */
function languageLinks(path: string): ReadonlyMap<Language, string> {
  const own = `/${path.replace(/^[/\\]+/, '')}`;
  const mark = own.indexOf('?');
  const query = new URLSearchParams(mark < 0 ? '' : own.slice(mark + 1));
  return new Map(
    languages.map((language) => {
      query.set('lang', language);
      return [language, `${mark < 0 ? own : own.slice(0, mark)}?${query}`];
    }),
  );
}

/** What templates share: each is given these names and a `model` of its own. */
function scopeOf({ language, organisation, timeZone }: PageContext, t: Texts) {
  const stamped = (iso: string, shown: string) =>
    `<time datetime="${escapeHtml(iso)}">${escapeHtml(shown)}</time>`;
  const scope = {
    t,
    language,
    organisation,
    asset: assetHref,
    linkify,
    stepsOf,
    reasonOf,
    endingOf,
    nameOfFailure: (name: FailureName) => failureName(t, name),
    causeOfFailure: (kind: FailureName['kind'], reason: string) => causeOf(t, kind, reason),
    /** Plain text, for use inside a sentence. */
    stamp: (iso: string) => formatTime(language, iso, timeZone),
    clock: (iso: string) => formatClock(language, iso, timeZone),
    size: (bytes: number) => formatSize(language, bytes),
    /** Markup: a `<time>` element. */
    time: (iso: string, options?: { seconds: boolean }) =>
      stamped(iso, formatTime(language, iso, timeZone, options)),
    /** Markup: another template, with a model of its own. */
    part: (name: string, model: unknown): string => template(name)({ ...scope, model }),
  };
  return scope;
}

/** The whole page as HTML. Throws where a template or a value that it needs is missing. */
export function renderPage<Name extends PageName>(
  name: Name,
  context: PageContext,
  model: Pages[Name],
): string {
  const t = texts[context.language];
  const page = pages[name];
  const { part } = scopeOf(context, t);
  return part('layouts/page', {
    title: page.title(t, model),
    body: part(page.template, model),
    languageLinks: languageLinks(context.path),
    person: 'person' in model ? model.person : null,
    wide: page.wide ?? false,
    scripts: page.scripts ?? [],
    section: page.section ?? null,
    name,
    texts,
  });
}
