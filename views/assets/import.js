// Shows how far a file of contacts has come. Without it the form does the same, and shows nothing meanwhile. Every text
// that it shows stands in the page.

const form = document.getElementById('import');
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
  if (sent === total) bar.removeAttribute('value');
  const words =
    sent === total
      ? upload.dataset.finishing
      : upload.dataset.uploading.replace('{percent}', percent - (percent % 10));
  if (status.textContent !== words) status.textContent = words;
}

function answered(request) {
  const { pathname } = new URL(request.responseURL, location.href);
  if (pathname === '/desk/sign-in' || request.status === 401) return finish(outcome.dataset.signedOut);
  if (request.status >= 200 && request.status < 300) return location.assign(request.responseURL);
  const answer = new DOMParser().parseFromString(request.responseText, 'text/html');
  const problems = answer.getElementById('problems');
  if (!problems) return finish(outcome.dataset.failed);
  document.getElementById('problems').replaceChildren(...problems.childNodes);
  finish('');
  document.getElementById('errors')?.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  finish('');
  document.getElementById('problems').replaceChildren();
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
});
