// Shows how far a form with files has come, and keeps the page, with the files chosen, when it comes back with problems.
// Without it the form does the same, and shows nothing meanwhile. Every text that it shows stands in the page.

function followUpload(form) {
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

  /** What is told this once stands in the answer alone: to ask for it again would lose it. */
  function showOnce(html) {
    const answer = new DOMParser().parseFromString(html, 'text/html');
    const shown = answer.getElementById('shown-once');
    if (!shown) return false;
    document.title = answer.title;
    document.getElementById('content').replaceChildren(shown);
    history.replaceState(null, '', shown.dataset.address);
    window.scrollTo(0, 0);
    const heading = shown.querySelector('h1');
    heading.tabIndex = -1;
    heading.focus();
    return true;
  }

  function answered(request) {
    const { pathname } = new URL(request.responseURL, location.href);
    if (pathname === '/desk/sign-in' || request.status === 401) return finish(outcome.dataset.signedOut);
    if (request.status >= 200 && request.status < 300) {
      return showOnce(request.responseText) || location.assign(request.responseURL);
    }
    // A part of the server failed, perhaps after it had accepted what was sent.
    if (request.status >= 500) return finish(outcome.dataset.failed);
    return showProblems(request.responseText);
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
}

followUpload(document.getElementById('upload').closest('form'));
