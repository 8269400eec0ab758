// Lets the browser make and use passkeys (WebAuthn Level 3). Its forms, and what speaks of them (`passkey-with`), are
// hidden where the browser knows none; `passkey-without` says so there. Every text that it shows stands in the page or comes from the server in the page's language.

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );

const textOf = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const descriptorsOf = (list = []) => list.map((each) => ({ ...each, id: bytesOf(each.id) }));

/** What the server answers; where it refuses, the error that is thrown has that as its `answer`. */
async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.code), { answer });
  return answer;
}

/** Converted by hand both ways: some password managers stand in for a passkey without the browser's own `toJSON`. */
function create(options) {
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytesOf(options.challenge),
      user: { ...options.user, id: bytesOf(options.user.id) },
      excludeCredentials: descriptorsOf(options.excludeCredentials),
    },
  });
}

function use(options) {
  return navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytesOf(options.challenge),
      allowCredentials: descriptorsOf(options.allowCredentials),
    },
  });
}

function asJson({ id, rawId, type, response }) {
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const given = parts.filter((part) => response[part]).map((part) => [part, textOf(response[part])]);
  const transports = response.getTransports?.() ?? [];
  return { id, rawId: textOf(rawId), type, response: { ...Object.fromEntries(given), transports } };
}

function say(form, words) {
  const alert = form.querySelector('[role=alert]');
  alert.textContent = words;
  alert.hidden = words === '';
}

/** Only ever on to a page of the desk. */
function go({ location: path }) {
  if (!path?.startsWith('/desk/')) return false;
  location.assign(path);
  return true;
}

function tell(form, { name, answer }) {
  if (answer) return go(answer) || say(form, answer.sentence);
  // Closed by the person, or out of time: browsers do not say which.
  if (name === 'NotAllowedError' || name === 'AbortError') return say(form, form.dataset.cancelled);
  return say(form, name === 'InvalidStateError' ? form.dataset.known : form.dataset.failed);
}

/** Recipients' forms go as any other does, and are answered with a page. */
function sendWith(form, credential) {
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

let isBusy = false;

async function submit(event) {
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  const form = event.currentTarget;
  const { challenges, purpose, words, to, next } = form.dataset;
  const { lang: language } = document.documentElement;
  say(form, '');
  try {
    const options = await post(challenges ?? '/desk/passkeys/challenges', { purpose, language, words });
    const credential = asJson(await (purpose === 'registration' ? create(options) : use(options)));
    if (form.elements.credential) return sendWith(form, credential);
    go(await post(to, { credential, next, name: form.elements.name?.value ?? '' }));
  } catch (error) {
    tell(form, error);
  } finally {
    isBusy = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll('form.passkey')) {
    form.addEventListener('submit', submit);
    form.hidden = false;
  }
  for (const part of document.querySelectorAll('.passkey-with')) part.hidden = false;
  for (const hint of document.querySelectorAll('.passkey-without')) hint.hidden = true;
}
