// Shows how far a file of evidence has come. Without it the page does the same when it is asked for again.

const part = () => document.getElementById('export');
const seconds = 2;

async function look() {
  const answer = await fetch(location.href, { redirect: 'manual' });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = page.getElementById('export');
  if (!now) return;
  if (!now.dataset.underWay) return location.reload();
  const [bar, next] = [part(), now].map((each) => each.querySelector('progress'));
  bar.value = next.value;
  const [told, tells] = [part(), now].map((each) => each.querySelector('[role="status"]'));
  if (told.textContent !== tells.textContent) told.textContent = tells.textContent;
  again();
}

const again = () => setTimeout(() => look().catch(again), seconds * 1000);

if (part().dataset.underWay) again();
