// Search and copying; the page is whole without them.
const search = document.querySelector('#search');
if (search) {
  search.closest('form').classList.remove('hidden');
  search.closest('form').addEventListener('submit', (event) => event.preventDefault());
  const entries = [...document.querySelectorAll('[data-words]')];
  const status = document.querySelector('#found');
  search.addEventListener('input', () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const entry of entries) {
      const fits = words.every((word) => entry.dataset.words.includes(word));
      entry.classList.toggle('hidden', !fits);
      if (fits && entry.tagName === 'SECTION') found += 1;
    }
    status.textContent = words.length ? `${found} operations` : '';
  });
}
for (const sample of document.querySelectorAll('pre[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy ${sample.dataset.copy}`);
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(sample.textContent);
    button.textContent = 'Copied';
  });
  sample.before(button);
}
