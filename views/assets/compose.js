// Helps whoever writes a message: recipient rows without a reload. Without it the form does the same in more steps.
// Every text that it shows stands in the page.

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

takeOverRows();
