// Sends the files of an answer ahead, in pieces, so that a lost connection, a pause or another visit goes on where it stopped; and
// keeps what is written. Without it the form does the same in one go. Every text that it shows stands in the page.

const form = document.getElementById('reply');
const input = document.getElementById('files');
const list = document.getElementById('file-list');
const row = document.getElementById('file-row');
const problem = document.getElementById('file-problem');
const discard = document.getElementById('discard');
const send = document.getElementById('send');
const words = row.dataset;
const name = form.elements.namedItem('form').value;
const pieceSize = Number(form.dataset.piece);
const longestWait = 15_000;

/** Files on their way in this page, by their rows. */
const entries = new Map();
let current;
let isOver = false;
let wake = () => {};

function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = sentence === '';
  if (sentence) problem.scrollIntoView({ block: 'center' });
}

/** Nothing can be sent from this page any more. */
function stop(sentence) {
  isOver = true;
  send.disabled = true;
  tell(sentence);
}

const formatSize = (bytes) => {
  const units = ['kB', 'MB', 'GB'];
  let value = Math.max(bytes / 1000, bytes === 0 ? 0 : 1);
  let unit = 0;
  for (; Math.round(value) >= 1000 && unit < 2; unit += 1) value /= 1000;
  const digits = value < 10 && unit > 0 ? 1 : 0;
  return `${value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits, minimumFractionDigits: digits })} ${units[unit]}`;
};

/** Resolves to `{status, offset, isWhole, body}`; status 0: nothing was answered. */
function ask(method, url, { headers = {}, body, progress, asking } = {}) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const ended = () =>
      resolve({
        status: request.status,
        offset: request.status === 0 ? null : request.getResponseHeader('Upload-Offset'),
        isWhole: request.status !== 0 && request.getResponseHeader('Upload-Complete') === '?1',
        body: request.responseText,
      });
    request.addEventListener('loadend', ended);
    if (progress) request.upload.addEventListener('progress', ({ loaded }) => progress(loaded));
    request.open(method, url);
    for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value);
    asking?.(request);
    request.send(body);
  });
}

const json = (value) => ({ headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) });

function show(entry, sentence) {
  const status = entry.li.querySelector('.file-status');
  if (status.textContent !== sentence) status.textContent = sentence;
}

/** A screen reader hears every tenth percent, the eye sees them all. */
function showProgress(entry, received) {
  const { size } = entry.file;
  const percent = size > 0 ? Math.floor((received / size) * 100) : 100;
  entry.li.querySelector('.file-bar').value = percent;
  const told = words.uploading.replace('{percent}', percent - (percent % 10));
  show(entry, received === size ? words.finishing : told);
}

function finish(entry) {
  entry.state = 'whole';
  entry.li.querySelector('.file-bar').remove();
  entry.li.querySelector('.file-pause').remove();
  show(entry, words.whole);
  if (![...entries.values()].some(isOnItsWay)) tell('');
}

const isOnItsWay = ({ state }) => state !== 'whole';

/** What no other try mends. */
function refuse(entry, { status }) {
  if (status === 401) return stop(problem.dataset.signedOut);
  if (status === 410) return stop(problem.dataset.ended);
  entry.state = 'refused';
  entry.li.querySelector('.file-pause').hidden = true;
  const { refused, budget, tooLarge, tooMany } = problem.dataset;
  show(entry, status === 429 ? budget : status === 413 ? tooLarge : status === 422 ? tooMany : refused);
}

const isLost = ({ status }) => status === 0 || status === 408 || status >= 500;

/** Waits ever longer, until the connection is back, or somebody presses something. */
function pauseAfter(tries) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(500 * 2 ** tries, longestWait));
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** A file that was changed or moved since cannot be read on. */
const isReadable = ({ file }) =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

/** One step of a file: to begin it, to learn where it stands, or to send a piece. */
function step(entry) {
  const { file } = entry;
  if (!entry.id) {
    const { name: filename, type: contentType, size, lastModified: modified } = file;
    return ask('POST', form.dataset.uploads, json({ form: name, filename, contentType, size, modified }));
  }
  const url = `${form.dataset.uploads}/${entry.id}`;
  if (entry.offset === undefined) return ask('HEAD', url);
  const from = entry.offset;
  return ask('PATCH', url, {
    headers: { 'Content-Type': 'application/partial-upload', 'Upload-Offset': String(from) },
    body: file.slice(from, from + pieceSize),
    progress: (loaded) => showProgress(entry, Math.min(file.size, from + loaded)),
    asking: (request) => {
      entry.request = request;
    },
  });
}

async function upload(entry) {
  await bring(entry);
  if (entry.state === 'removed') forget(entry);
}

async function bring(entry) {
  for (let tries = 0; entry.state === 'waiting' && !isOver;) {
    const answer = await step(entry);
    entry.request = undefined;
    if (entry.state !== 'waiting') {
      // Paused or removed meanwhile: where it stands is asked again.
      if (entry.id === undefined && answer.status === 201) entry.id = JSON.parse(answer.body).id;
      entry.offset = undefined;
      return;
    }
    if (isLost(answer)) {
      if (answer.status === 0 && !(await isReadable(entry))) return refuse(entry, { status: 400 });
      show(entry, words.lost);
      entry.offset = undefined;
      await pauseAfter(tries);
      tries += 1;
    } else if (answer.status === 201) {
      entry.id = JSON.parse(answer.body).id;
      entry.offset = 0;
      discard.hidden = false;
    } else if (answer.offset !== null) {
      tries = 0;
      entry.offset = Number(answer.offset);
      showProgress(entry, entry.offset);
      if (answer.isWhole) return finish(entry);
    } else {
      return refuse(entry, answer);
    }
  }
}

/** One file after the other. */
async function work() {
  if (current) return;
  for (;;) {
    current = [...entries.values()].find(({ state }) => state === 'waiting');
    if (!current || isOver) break;
    await upload(current);
  }
  current = undefined;
}

function forget({ id }) {
  if (id) ask('DELETE', `${form.dataset.uploads}/${id}`);
}

function togglePause(entry) {
  const isPaused = entry.state === 'paused';
  entry.state = isPaused ? 'waiting' : 'paused';
  entry.li.querySelector('.file-pause').textContent = isPaused ? words.pause : words.resume;
  show(entry, isPaused ? words.waiting : words.paused);
  if (!isPaused) entry.request?.abort();
  wake();
  work();
}

function remove(li) {
  const entry = entries.get(li);
  const wasCurrent = entry !== undefined && entry === current;
  entries.delete(li);
  if (entry) entry.state = 'removed';
  if (wasCurrent) entry.request?.abort();
  if (!wasCurrent) forget({ id: entry ? entry.id : li.dataset.id });
  wake();
  li.remove();
  list.hidden = list.children.length === 0;
  tell('');
  input.focus();
}

function addRow(file, before) {
  const li = row.content.firstElementChild.cloneNode(true);
  for (const each of li.querySelectorAll('.file-name')) each.textContent = file.name;
  li.querySelector('.file-size').textContent = formatSize(file.size);
  li.querySelector('.file-status').textContent = words.waiting;
  li.dataset.size = file.size;
  if (before) before.replaceWith(li);
  else list.append(li);
  list.hidden = false;
  const entry = { file, li, id: before?.dataset.id, offset: undefined, state: 'waiting' };
  entries.set(li, entry);
  li.querySelector('.file-pause').addEventListener('click', () => togglePause(entry));
}

/** The same file, of which a part came on another visit. */
const begunOf = (file) =>
  [...list.querySelectorAll('[data-unfinished]')].find(
    ({ dataset }) =>
      Number(dataset.size) === file.size &&
      (dataset.modified === '' ? dataset.name === file.name : Number(dataset.modified) === file.lastModified),
  );

function take(files) {
  tell('');
  for (const file of files) {
    const begun = begunOf(file);
    const held = [...list.children].reduce((sum, { dataset }) => sum + Number(dataset.size), 0);
    if (!begun && list.children.length >= Number(form.dataset.most)) {
      tell(problem.dataset.tooMany);
      break;
    }
    if (!begun && held + file.size > Number(form.dataset.bytes)) {
      tell(problem.dataset.tooLarge);
      continue;
    }
    addRow(file, begun);
  }
  work();
}

const text = document.getElementById('text');
const saveStatus = document.getElementById('save-status');
let kept = text.value;
let timer;
let saving = Promise.resolve();

async function saveNow() {
  const value = text.value;
  if (isOver || value === kept) return;
  const { status } = await ask('PUT', form.dataset.draft, json({ form: name, text: value }));
  if (status === 401) return stop(problem.dataset.signedOut);
  if (status === 410) return stop(problem.dataset.ended);
  if (status === 204) {
    kept = value;
    discard.hidden &&= value === '';
  }
  if (isLost({ status })) plan(10_000);
  saveStatus.textContent = saveStatus.dataset[status === 204 ? 'saved' : 'failed'];
  saveStatus.hidden = false;
}

function save() {
  clearTimeout(timer);
  saving = saving.then(saveNow);
  return saving;
}

function plan(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

async function submitted(event) {
  const { submitter } = event;
  const does = submitter?.name === 'do' ? submitter.value : 'send';
  event.preventDefault();
  if (submitter?.classList.contains('file-remove')) return remove(submitter.closest('li'));
  if (does === 'save') {
    kept = undefined;
    return save();
  }
  if (does === 'send' && [...entries.values()].some(isOnItsWay)) return tell(problem.dataset.busy);
  if (does === 'send' && list.querySelector('[data-unfinished]')) return tell(problem.dataset.unfinished);
  isOver = true;
  send.disabled = true;
  clearTimeout(timer);
  current?.request?.abort();
  // What is being saved must not come after what is sent.
  await saving;
  const button = document.createElement('input');
  Object.assign(button, { type: 'hidden', name: 'do', value: does });
  form.append(button);
  form.submit();
}

form.addEventListener('submit', submitted);
input.addEventListener('change', () => {
  take([...input.files]);
  input.value = '';
});
text.addEventListener('input', () => plan(1500));
addEventListener('online', () => wake());
// Gone back to: what was disabled while it was sent is there again.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
