// What runs in the verifier's page. It is joined with all that it imports to one script, which loads nothing and calls nobody.

import { checkBundle, readKeys } from '../../../desk/verification/check-bundle.ts';
import { events as daEvents } from '../../../../views/languages/da/events.ts';
import { signatures as daSignatures } from '../../../../views/languages/da/signatures.ts';
import { statuses as daStatuses } from '../../../../views/languages/da/statuses.ts';
import { verifier as daVerifier } from '../../../../views/languages/da/verifier.ts';
import { events as enEvents } from '../../../../views/languages/en/events.ts';
import { signatures as enSignatures } from '../../../../views/languages/en/signatures.ts';
import { statuses as enStatuses } from '../../../../views/languages/en/statuses.ts';
import { verifier as enVerifier } from '../../../../views/languages/en/verifier.ts';
import { events as svEvents } from '../../../../views/languages/sv/events.ts';
import { signatures as svSignatures } from '../../../../views/languages/sv/signatures.ts';
import { statuses as svStatuses } from '../../../../views/languages/sv/statuses.ts';
import { verifier as svVerifier } from '../../../../views/languages/sv/verifier.ts';
import { element } from '../../../../views/verifier/markup.ts';
import { reportMarkup } from '../../../../views/verifier/report.ts';

const languages = {
  da: { verifier: daVerifier, events: daEvents, statuses: daStatuses, signatures: daSignatures },
  sv: { verifier: svVerifier, events: svEvents, statuses: svStatuses, signatures: svSignatures },
  en: { verifier: enVerifier, events: enEvents, statuses: enStatuses, signatures: enSignatures },
};

const mostBytes = 512 * 1024 * 1024;
const byId = (id) => document.getElementById(id);

let file = null;
/** What somebody has, to be compared with what was signed for. */
let compared = [];
/** What the last check came to, to be told again in another language; null before the first. */
let outcome = null;
let language = preferred();
/** Numbers the checks: only the newest may tell what it found. */
let turn = 0;

/** The language of the page that led here, else the first that the browser asks for. */
function preferred() {
  const asked = new URLSearchParams(location.search).get('lang') ?? '';
  const known = [asked, ...navigator.languages].map((each) => each.slice(0, 2).toLowerCase());
  return known.find((each) => Object.hasOwn(languages, each)) ?? 'en';
}

/** Elements and texts; nothing that a file says ever becomes markup. */
function create(markup) {
  if (typeof markup === 'string') return document.createTextNode(markup);
  const made = document.createElement(markup.tag);
  for (const [name, value] of Object.entries(markup.attributes)) made.setAttribute(name, value);
  for (const child of markup.children) made.append(create(child));
  return made;
}

function translate() {
  const texts = languages[language];
  const { verifier } = texts;
  document.documentElement.lang = language;
  document.title = verifier.title;
  for (const each of document.querySelectorAll('[data-text]')) {
    const [noun, ...names] = each.dataset.text.split('.');
    each.textContent = names.reduce((found, name) => found[name], texts[noun]);
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
  tell();
}

function markupOf({ report, forged, unreadable, badKey, tooOld }) {
  const texts = languages[language];
  const { verifier: t } = texts;
  if (report) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return reportMarkup(report, { language, timeZone, texts });
  }
  if (tooOld) return element('div.verdict.failed', element('h2', t.browserTooOld));
  if (badKey !== undefined) return element('div.verdict.failed', element('h2', t.keys.unreadable(badKey)));
  const { title, means } = forged === undefined ? t.unreadable : t.verdicts.failed;
  const sentence = element('p', { lang: 'en' }, element('code', forged ?? unreadable));
  return element('div.verdict.failed', element('h2', title), element('p', means), sentence);
}

function tell() {
  const result = byId('result');
  if (!outcome) return result.replaceChildren();
  const { verifier: t } = languages[language];
  const name = element('p.quiet', `${t.file}: `, element('bdi', outcome.name));
  const digest = outcome.digest ? [element('p.quiet', 'SHA-256: ', element('code', outcome.digest))] : [];
  result.replaceChildren(...[name, ...digest, markupOf(outcome)].map(create));
  say(result.querySelector('h2').textContent, true);
}

/** For everybody while there is nothing else to see; then for those who listen. */
function say(text, isTold) {
  byId('status').textContent = text;
  byId('status').classList.toggle('told', isTold);
}

/** Whether this browser can check the log's signatures at all: without it every one would seem wrong. */
async function knowsEd25519() {
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    return true;
  } catch {
    return false;
  }
}

const contentsOf = (input) =>
  Promise.all(
    [...input.files].map(async (each) => ({
      name: each.name,
      content: new Uint8Array(await each.arrayBuffer()),
    })),
  );

async function givenKeys() {
  const typed = byId('log-keys').value.trim();
  return readKeys({
    logKeys: typed === '' ? [] : [{ name: languages[language].verifier.keys.log, content: typed }],
    certificates: await contentsOf(byId('certificates')),
    tsaRoots: await contentsOf(byId('roots')),
    eidKeys: await contentsOf(byId('eid-keys')),
  });
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Words that can be signed have some thousand bytes. */
const mostWords = 1024 * 1024;

async function hashed(each) {
  const bytes = new Uint8Array(await each.arrayBuffer());
  const sha256 = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  return { name: each.name, sha256, ...(bytes.length <= mostWords ? { bytes } : {}) };
}

async function judge() {
  if (!(await knowsEd25519())) return { tooOld: true };
  const keys = await givenKeys();
  if ('unreadable' in keys) return { badKey: keys.unreadable };
  if (file.size > mostBytes) return { unreadable: 'It is larger than any evidence file' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  const files = await Promise.all(compared.map(hashed));
  return { ...(await checkBundle(bytes, keys.trust, { files })), digest };
}

async function check() {
  if (!file) return;
  const mine = ++turn;
  const { name } = file;
  say(languages[language].verifier.working, false);
  const found = await judge().catch((error) => ({ unreadable: String(error) }));
  if (mine !== turn) return;
  outcome = { ...found, name };
  try {
    tell();
  } catch (error) {
    outcome = { unreadable: String(error), name };
    tell();
  }
  const heading = byId('result').querySelector('h2');
  heading.tabIndex = -1;
  heading.focus();
}

function choose(chosen) {
  if (!chosen) return;
  file = chosen;
  check();
}

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    language = button.dataset.language;
    translate();
  });
}
byId('file').addEventListener('change', (event) => choose(event.target.files[0]));
byId('again').addEventListener('click', check);
byId('compare').addEventListener('change', (event) => {
  compared = [...event.target.files];
  check();
});
for (const id of ['certificates', 'roots', 'eid-keys']) byId(id).addEventListener('change', check);

/** Beside an evidence file, which is JSON, whatever is dropped is to be compared with it. */
function take(files) {
  const evidence = files.find(({ name }) => name.endsWith('.json')) ?? (file ? undefined : files[0]);
  compared = [...compared, ...files.filter((each) => each !== evidence)];
  choose(evidence ?? file);
}

const over = (isOver) => document.body.classList.toggle('over', isOver);
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  over(true);
});
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) over(false);
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  over(false);
  take([...event.dataTransfer.files]);
});

byId('tool').hidden = false;
translate();
