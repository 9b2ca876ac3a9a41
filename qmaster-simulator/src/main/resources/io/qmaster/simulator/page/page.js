
'use strict';
const form = document.getElementById('filter');
if (form) {
  const list = document.getElementById('rows');
  const rows = [...list.children].map((row, at) => ({row, at, text: (row.textContent + row.firstChild.title).toLowerCase()}));
  const trouble = new Set(['FAILED', 'REFUSED', 'LOST']);
  const ranks = {
    time: one => one.at,
    trouble: one => (trouble.has(one.row.classList[1]) ? 0 : rows.length) + one.at,
    long: one => -one.row.dataset.long,
  };
  const words = document.getElementById('words');
  const order = document.getElementById('order');
  const show = () => {
    const wanted = words.value.toLowerCase().split(/\s+/);
    const outcomes = new Set([...form.querySelectorAll('input:checked')].map(box => box.value));
    let shown = 0;
    for (const one of rows) {
      const fits = outcomes.has(one.row.classList[1]) && wanted.every(word => one.text.includes(word));
      one.row.hidden = !fits;
      shown += fits;
    }
    document.getElementById('shown').textContent = shown + ' of ' + rows.length + ' batches';
  };
  form.addEventListener('input', show);
  form.addEventListener('submit', event => event.preventDefault());
  order.addEventListener('change', () => {
    const rank = ranks[order.value];
    list.append(...[...rows].sort((a, b) => rank(a) - rank(b) || a.at - b.at).map(one => one.row));
  });
  form.hidden = false;
  show();
}
