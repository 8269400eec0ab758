// Helps whoever writes a message: recipient rows without a reload, and the progress of an upload. Without it the
// form does the same in more steps. Every text that it shows stands in the page.

const form = document.getElementById('compose');
const more = document.getElementById('more');
const maximum = Number(form.dataset.max);

const rows = () => [...document.querySelectorAll('.recipient-row')];

const say = (message) => {
  document.getElementById('rows-status').textContent = message;
};

/** Gives each row the number of its place, in everything that names one. */
function renumber() {
  const all = rows();
  all.forEach((row, index) => {
    for (const element of row.querySelectorAll('[id], [for], [aria-describedby], [aria-label], legend')) {
      for (const attribute of ['id', 'for', 'aria-describedby']) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(/-\d+/g, `-${index}`));
      }
      const label = element.getAttribute('aria-label');
      if (label) element.setAttribute('aria-label', label.replace(/\d+$/, index + 1));
    }
    const legend = row.querySelector('legend');
    legend.textContent = legend.textContent.replace(/\d+/, index + 1);
    row.querySelector('.remove').hidden = all.length === 1;
  });
  more.hidden = all.length >= maximum;
}

function addRow() {
  const last = rows().at(-1);
  const row = last.cloneNode(true);
  for (const input of row.querySelectorAll('input')) {
    input.value = '';
    input.removeAttribute('value');
    input.removeAttribute('aria-invalid');
  }
  for (const errors of row.querySelectorAll('.field-errors')) errors.replaceChildren();
  row.querySelector('select').value = last.querySelector('select').value;
  last.after(row);
  renumber();
  row.querySelector('input').focus();
  say(document.getElementById('rows-status').dataset.added);
}

function removeRow(row) {
  const neighbour = row.nextElementSibling?.matches('.recipient-row')
    ? row.nextElementSibling
    : row.previousElementSibling;
  row.remove();
  renumber();
  neighbour.querySelector('input').focus();
  say(document.getElementById('rows-status').dataset.removed);
}

/** Rows are made here from now on, so the button no longer sends the form; Enter in a field does not either. */
function takeOverRows() {
  more.type = 'button';
  more.addEventListener('click', addRow);
  document.getElementById('recipients').addEventListener('click', ({ target }) => {
    if (target.matches('.remove')) removeRow(target.closest('.recipient-row'));
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches('input')) event.preventDefault();
  });
  renumber();
}

const upload = document.getElementById('upload');
const bar = document.getElementById('upload-bar');
const status = document.getElementById('upload-status');
const outcome = document.getElementById('upload-outcome');
const send = document.getElementById('send');

function finish(words) {
  upload.hidden = true;
  send.disabled = false;
  outcome.textContent = words;
  outcome.hidden = words === '';
}

/** A screen reader hears every tenth percent, the eye sees them all. */
function showProgress(sent, total) {
  const percent = total > 0 ? Math.floor((sent / total) * 100) : 100;
  bar.value = percent;
  const words =
    sent === total
      ? upload.dataset.finishing
      : upload.dataset.uploading.replace('{percent}', percent - (percent % 10));
  if (status.textContent !== words) status.textContent = words;
}

/** The form came back with problems: they are shown in this page, which still has the chosen files. */
function showProblems(html) {
  const answer = new DOMParser().parseFromString(html, 'text/html');
  const problems = answer.getElementById('problems');
  if (!problems) return finish(outcome.dataset.refused);
  problems.querySelector('#files-lost')?.remove();
  document.getElementById('problems').replaceChildren(...problems.childNodes);
  for (const errors of answer.querySelectorAll('.field-errors')) {
    document.getElementById(errors.id)?.replaceChildren(...errors.childNodes);
  }
  finish('');
  document.getElementById('errors')?.focus();
}

function answered(request) {
  const { pathname } = new URL(request.responseURL, location.href);
  if (pathname === '/desk/sign-in' || request.status === 401) return finish(outcome.dataset.signedOut);
  if (request.status === 422) return showProblems(request.responseText);
  if (request.status >= 200 && request.status < 300) return location.assign(request.responseURL);
  // A part of the server failed, perhaps after it had accepted the message.
  if (request.status >= 500) return finish(outcome.dataset.failed);
  return finish(outcome.dataset.refused);
}

function submit(event) {
  event.preventDefault();
  finish('');
  send.disabled = true;
  upload.hidden = false;
  showProgress(0, 1);
  const request = new XMLHttpRequest();
  request.upload.addEventListener('progress', ({ loaded, total }) => showProgress(loaded, total));
  request.addEventListener('load', () => answered(request));
  request.addEventListener('error', () => finish(outcome.dataset.failed));
  request.addEventListener('abort', () => finish(outcome.dataset.cancelled));
  document.getElementById('upload-cancel').onclick = () => request.abort();
  request.open('POST', form.action);
  request.send(new FormData(form));
}

takeOverRows();
form.addEventListener('submit', submit);
