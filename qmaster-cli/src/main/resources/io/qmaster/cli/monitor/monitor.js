// Connects to the monitor, and joins the parts of the page.

import {Details} from './details.js';
import {Rows} from './rows.js';
import {batchState, element, setText, time} from './words.js';

const CHANGE = {'X-Qmaster-Monitor': '1'};
/** The server says something every five seconds. */
const SILENCE_MILLIS = 20_000;
const RETRY_MILLIS = [500, 1000, 2000, 3000, 5000];
const AGES_MILLIS = 5_000;
const TOAST_MILLIS = 12_000;

const $ = id => document.getElementById(id);
const filter = {sections: new Set(), text: '', cluster: ''};
let events = null;
let failures = 0;
let lastHeard = 0;
let retrying = 0;
let clockOffset = 0;
let isFirst = true;

const now = () => Date.now() + clockOffset;
const rows = new Rows($('batches'), {onOpen: open, onAction: act, now});
const details = new Details({onAction: act, onClose: closeDetails, fetchJson});

class HttpFailure extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function request(path, options = {}) {
  const response = await fetch(path, {cache: 'no-store', credentials: 'same-origin', ...options});
  if (response.ok) return response;
  let message = `the monitor answered with HTTP ${response.status}`;
  try {
    const {error} = await response.json();
    message = error.hint ? `${error.message}: ${error.hint}` : error.message;
  } catch (noDocument) {
    // The status says enough.
  }
  throw new HttpFailure(response.status, message);
}

async function fetchJson(path) {
  return (await request(path)).json();
}

// ----- connection

async function connect() {
  clearTimeout(retrying);
  events?.close();
  events = null;
  try {
    const about = await fetchJson('api/about');
    $('about').textContent = `qmaster ${about.version} · ${about.backend}`;
  } catch (failed) {
    if (failed.status === 401) showLogin(); else retry();
    return;
  }
  $('login').hidden = true;
  $('monitor').hidden = false;
  lastHeard = Date.now();
  const opened = new EventSource('events');
  events = opened;
  opened.addEventListener('batches', event => {
    const change = JSON.parse(event.data);
    heard(change);
    announce(change);
    rows.update(change);
    refreshTools();
    const current = rows.batches.get(details.key);
    if (details.key && !current) closeDetails();
    else if (current && (change.whole || change.batches.some(batch => batch.key === details.key))) details.refresh(current);
  });
  opened.addEventListener('beat', event => heard(JSON.parse(event.data)));
  opened.addEventListener('error', () => { if (events === opened) retry(); });
}

function retry() {
  events?.close();
  events = null;
  $('login').hidden = true;
  $('monitor').hidden = false;
  const pause = RETRY_MILLIS[Math.min(failures++, RETRY_MILLIS.length - 1)];
  connection('lost', 'Connection lost, trying again…');
  clearTimeout(retrying);
  retrying = setTimeout(connect, pause);
}

function heard({at, readAt, trouble}) {
  lastHeard = Date.now();
  failures = 0;
  clockOffset = Date.parse(at) - lastHeard;
  if (!trouble) connection('live', readAt ? `Live · engine read ${time(readAt)}` : 'Reading the engine…');
  else connection('trouble', 'The engine does not answer');
  $('trouble').hidden = !trouble;
  if (trouble) {
    setText($('trouble'), `Since ${time(trouble.since)}: ${trouble.message}${trouble.hint ? ` (${trouble.hint})` : ''}`
      + (readAt ? ` — shown as of ${time(readAt)}` : ''));
  }
  document.body.classList.toggle('stale', Boolean(trouble));
}

function connection(state, text) {
  const place = $('connection');
  place.dataset.state = state;
  setText(place, text);
  document.body.classList.toggle('lost', state === 'lost');
}

/** Says what failed since, for those who do not see the page. */
function announce({batches}) {
  if (!isFirst) {
    const failed = batches.filter(batch => batch.section === 'ATTENTION' && rows.batches.get(batch.key)?.section !== 'ATTENTION');
    if (failed.length > 0) {
      $('news').textContent = failed.slice(0, 3).map(batch => `${batch.plainName ?? batch.key}: ${batchState(batch)}`).join('; ');
    }
  }
  isFirst = false;
}

// ----- token

function showLogin(message = '') {
  $('monitor').hidden = true;
  $('login').hidden = false;
  $('login-failure').textContent = message;
  $('token').focus();
}

async function logIn(token) {
  await request('login', {method: 'POST', headers: CHANGE, body: token});
}

$('login').addEventListener('submit', async event => {
  event.preventDefault();
  try {
    await logIn($('token').value.trim());
    $('token').value = '';
    await connect();
  } catch (failed) {
    showLogin(failed.message);
  }
});

async function begin() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    // It must not stay in the address bar or the history.
    history.replaceState(null, '', location.pathname + location.search);
    try {
      await logIn(token);
    } catch (failed) {
      showLogin(failed.message);
      return;
    }
  }
  await connect();
}

// ----- filters

function readFilter() {
  const query = new URLSearchParams(location.search);
  filter.text = query.get('q') ?? '';
  filter.cluster = query.get('cluster') ?? '';
  filter.sections = new Set((query.get('show') ?? '').split(',').filter(id => id !== '').map(id => id.toUpperCase()));
  $('search').value = filter.text;
}

function applyFilter() {
  const query = new URLSearchParams();
  if (filter.text) query.set('q', filter.text);
  if (filter.cluster) query.set('cluster', filter.cluster);
  if (filter.sections.size > 0) query.set('show', [...filter.sections].join().toLowerCase());
  const text = query.toString();
  history.replaceState(null, '', location.pathname + (text ? `?${text}` : ''));
  rows.filter(filter);
  refreshTools();
}

function refreshTools() {
  const counts = rows.counts();
  for (const {id, name, count} of counts) {
    const chip = $(`chip-${id}`) ?? makeChip(id, name);
    chip.setAttribute('aria-pressed', String(filter.sections.has(id)));
    setText(chip.lastElementChild, String(count));
    chip.classList.toggle('empty', count === 0);
  }
  const clusters = [...new Set([...rows.batches.values()].map(batch => batch.cluster).filter(Boolean))].sort();
  if (filter.cluster && !clusters.includes(filter.cluster)) clusters.push(filter.cluster);
  const select = $('cluster');
  select.hidden = clusters.length < 2 && !filter.cluster;
  if (select.dataset.clusters !== clusters.join('\n')) {
    select.dataset.clusters = clusters.join('\n');
    select.replaceChildren(...['', ...clusters].map(cluster => {
      const option = element('option', '', cluster || 'All clusters');
      option.value = cluster;
      return option;
    }));
    select.value = filter.cluster;
  }
  const none = $('none');
  none.hidden = rows.shown() > 0;
  setText(none, rows.batches.size === 0 ? 'There are no batches. New ones appear here.' : 'No batch matches.');
  const [attention, running] = counts.map(({count}) => count);
  document.title = [attention ? `${attention} need attention` : '', running ? `${running} running` : '', 'Batch Monitor']
    .filter(Boolean).join(' · ');
}

function makeChip(id, name) {
  const chip = element('button', `chip ${id}`, name);
  chip.id = `chip-${id}`;
  chip.type = 'button';
  chip.append(element('span', 'count'));
  chip.addEventListener('click', () => {
    if (!filter.sections.delete(id)) filter.sections.add(id);
    applyFilter();
  });
  $('sections').append(chip);
  return chip;
}

$('search').addEventListener('input', event => { filter.text = event.target.value; applyFilter(); });
$('cluster').addEventListener('change', event => { filter.cluster = event.target.value; applyFilter(); });

// ----- details and actions

function open(key) {
  if (details.key === key) { closeDetails(); return; }
  details.open(rows.batches.get(key));
  rows.current(key);
}

function closeDetails() {
  const key = details.key;
  details.close();
  rows.current(null);
  rows.focus(key);
}

const QUESTIONS = {
  cancel: {verb: 'Cancel', effect: 'The engine stops it. Outputs that are finished are kept.', yes: 'Cancel batch', no: 'Keep it'},
  retry: {verb: 'Retry', effect: 'What it did not make is submitted as a new batch.', yes: 'Submit again', no: 'No'},
};

async function act(action, key) {
  const batch = rows.batches.get(key);
  if (!batch || !await confirmed(action, batch)) return;
  rows.pending(key, action);
  try {
    const answer = await (await request(`api/batches/${encodeURIComponent(key)}/${action}`, {method: 'POST', headers: CHANGE})).json();
    if (action === 'retry') {
      rows.pending(key, null);
      toast(`Submitted again as batch ${answer.batchId}`, true);
    }
  } catch (failed) {
    rows.pending(key, null);
    if (failed.status === 401) showLogin(); else toast(failed.message, false);
  }
}

function confirmed(action, batch) {
  const question = QUESTIONS[action];
  if (!question) return Promise.resolve(true);
  const dialog = $('confirm');
  $('confirm-question').textContent = `${question.verb} “${batch.plainName ?? batch.key}”?`;
  $('confirm-effect').textContent = question.effect;
  $('confirm-yes').textContent = question.yes;
  $('confirm-no').textContent = question.no;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), {once: true}));
}

let toastTimer = 0;
function toast(message, isGood) {
  const place = $('toast');
  place.textContent = message;
  place.classList.toggle('good', isGood);
  place.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { place.hidden = true; }, TOAST_MILLIS);
}
$('toast').addEventListener('click', () => { $('toast').hidden = true; });

// ----- keys and time

document.addEventListener('keydown', event => {
  const isTyping = event.target.matches('input, select, textarea');
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
    $('search').focus();
    event.preventDefault();
  } else if (event.key === 'Escape' && !$('confirm').open) {
    if (event.target === $('search') && filter.text) {
      $('search').value = '';
      filter.text = '';
      applyFilter();
    } else if (details.key) {
      closeDetails();
    }
  }
});

setInterval(() => {
  rows.tick();
  // A computer that slept, or a network that swallows everything.
  if (events && Date.now() - lastHeard > SILENCE_MILLIS) retry();
}, AGES_MILLIS);
for (const name of ['online', 'pageshow']) {
  addEventListener(name, () => { if (!events && failures > 0) connect(); });
}

readFilter();
rows.filter(filter);
begin();
