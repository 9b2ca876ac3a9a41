// The list of batches: sections with a row for each batch. Only what changed is touched.

import {age, batchState, element, jobs, kind, moment, setText, span} from './words.js';

const SECTIONS = [
  ['ATTENTION', 'Needs attention'], ['RUNNING', 'Running'], ['WAITING', 'Waiting'], ['ENDED', 'Ended'],
];
const ACTION_WORDS = {cancel: 'Cancel', pause: 'Pause', resume: 'Resume', retry: 'Retry'};
const PENDING_WORDS = {cancel: 'Cancelling…', pause: 'Pausing…', resume: 'Resuming…', retry: 'Submitting again…'};
const PENDING_MILLIS = 60_000;

/** The buttons for what can be done with a batch. */
export function actionButtons(batch, onAction) {
  return batch.actions.map(action => {
    const button = element('button', `action ${action}`, ACTION_WORDS[action]);
    button.type = 'button';
    button.setAttribute('aria-label', `${ACTION_WORDS[action]} ${batch.plainName ?? batch.key}`);
    button.addEventListener('click', () => onAction(action, batch.key));
    return button;
  });
}

export class Rows {
  /** All batches by their keys. */
  batches = new Map();
  #rows = new Map();
  #sections = new Map();
  #wanted = new Set(SECTIONS.map(([id]) => id));
  #terms = [];
  #cluster = '';
  #onOpen;
  #onAction;
  #now;

  constructor(main, {onOpen, onAction, now}) {
    this.#onOpen = onOpen;
    this.#onAction = onAction;
    this.#now = now;
    for (const [id, name] of SECTIONS) {
      const section = element('section', `section ${id}`);
      section.hidden = true;
      const heading = element('h2', '', name);
      heading.id = `section-${id}`;
      const count = element('span', 'count');
      heading.append(' ', count);
      section.setAttribute('aria-labelledby', heading.id);
      const list = element('ol', 'batches');
      section.append(heading, list);
      main.append(section);
      this.#sections.set(id, {section, list, count, total: 0});
    }
    main.addEventListener('keydown', event => this.#move(event));
  }

  /** Takes a change from the server. */
  update({whole, gone, batches}) {
    if (whole) {
      const keys = new Set(batches.map(batch => batch.key));
      for (const key of [...this.#rows.keys()]) if (!keys.has(key)) this.#remove(key);
    }
    gone.forEach(key => this.#remove(key));
    // The newest is first. A batch without a time of its own keeps its place after the one listed before it.
    let rank = batches.length > 0 && !whole ? this.#now() : 0;
    const moved = [];
    for (const batch of [...batches].reverse()) {
      rank = batch.submittedAt ? Date.parse(batch.submittedAt) : rank;
      if (this.#put(batch, rank)) moved.push(batch.key);
    }
    this.#place(moved);
    this.#count();
  }

  #remove(key) {
    this.#rows.get(key)?.item.remove();
    this.#rows.delete(key);
    this.batches.delete(key);
  }

  /** Whether the row has to be moved. */
  #put(batch, rank) {
    this.batches.set(batch.key, batch);
    let row = this.#rows.get(batch.key);
    const isNew = row === undefined;
    if (isNew) {
      row = this.#make(batch.key);
      row.rank = rank;
      this.#rows.set(batch.key, row);
    }
    const isMoved = isNew || row.section !== batch.section;
    if (row.pending && row.pending.state !== kind(batch)) row.pending = null;
    row.section = batch.section;
    this.#fill(row, batch);
    row.text = [batch.plainName, batch.batchName, batch.batchId, batch.submissionId, batch.cluster, batch.submittedBy,
      batch.requestId, batch.message, batch.status, batchState(batch), batch.priority,
      ...Object.entries(batch.labels ?? {}).map(([key, value]) => `${key}=${value}`)].join(' ').toLowerCase();
    this.#filterRow(row, batch);
    return isMoved;
  }

  #make(key) {
    const item = element('li', 'batch');
    const parts = {
      state: element('span', 'state'), name: element('button', 'name'), reason: element('span', 'reason'),
      progress: element('span', 'progress'), bar: element('progress'), percent: element('span', 'percent'),
      left: element('span', 'left'), jobs: element('span', 'jobs'), cluster: element('span', 'cluster'),
      labels: element('span', 'labels'), age: element('time', 'age'), actions: element('span', 'actions'),
    };
    parts.bar.max = 100;
    parts.progress.append(parts.bar, parts.percent, parts.left);
    parts.name.type = 'button';
    parts.name.addEventListener('click', () => this.#onOpen(key));
    const title = element('span', 'what');
    title.append(parts.name, parts.reason);
    item.append(parts.state, title, parts.progress, parts.jobs, parts.cluster, parts.labels, parts.age, parts.actions);
    return {key, item, ...parts, rank: 0, section: '', text: '', pending: null, actionKey: null, at: undefined, atMillis: NaN};
  }

  #fill(row, batch) {
    row.item.dataset.kind = kind(batch);
    setText(row.state, row.pending ? PENDING_WORDS[row.pending.action] : batchState(batch));
    this.#fillName(row, batch.plainName ?? batch.batchName ?? batch.batchId ?? batch.key);
    const why = batch.section === 'ATTENTION' ? reason(batch) : '';
    if (row.why !== why) {
      row.why = why;
      setText(row.reason, why);
      row.reason.title = why;
    }
    const percent = batch.percentComplete;
    const isRunning = batch.section === 'RUNNING' || (batch.section === 'WAITING' && percent > 0);
    row.progress.classList.toggle('idle', !isRunning);
    if (isRunning && percent !== null) row.bar.value = percent; else if (row.bar.hasAttribute('value')) row.bar.removeAttribute('value');
    setText(row.percent, isRunning && percent !== null ? `${percent} %` : '');
    setText(row.left, isRunning && batch.remainingSeconds !== null ? `${span(batch.remainingSeconds)} left`
      : batch.section === 'ENDED' && batch.elapsedSeconds !== null ? `took ${span(batch.elapsedSeconds)}` : '');
    setText(row.jobs, jobs(batch.jobStates));
    if (row.clusterName !== batch.cluster) {
      row.clusterName = batch.cluster;
      setText(row.cluster, batch.cluster ?? '');
      row.cluster.title = batch.cluster ?? '';
    }
    const labels = Object.entries(batch.labels ?? {}).map(([key, value]) => `${key}=${value}`);
    const labelKey = labels.join('\n');
    if (row.labels.title !== labelKey) {
      row.labels.title = labelKey;
      row.labels.replaceChildren(...labels.map(label => element('span', 'label', label)));
    }
    this.#fillAge(row, batch);
    const actionKey = row.pending ? '-' : batch.actions.join();
    if (row.actionKey !== actionKey) {
      row.actionKey = actionKey;
      row.actions.replaceChildren(...(row.pending ? [] : actionButtons(batch, this.#onAction)));
    }
  }

  #fillName(row, name) {
    if (row.shownName === name) return;
    row.shownName = name;
    setText(row.name, name);
    row.name.title = name;
    row.bar.setAttribute('aria-label', `Progress of ${name}`);
  }

  #fillAge(row, batch) {
    const at = batch.submittedAt ?? batch.endedAt ?? batch.submittedAtText;
    if (row.at !== at) {
      row.at = at;
      row.atMillis = batch.submittedAt || batch.endedAt ? Date.parse(at) : NaN;
      row.age.title = at ? `submitted ${Number.isNaN(row.atMillis) ? at : moment(at)}` : '';
    }
    setText(row.age, Number.isNaN(row.atMillis) ? '' : age((this.#now() - row.atMillis) / 1000));
  }

  /** Updates the ages, and gives up waiting for actions that do not show. */
  tick() {
    for (const [key, row] of this.#rows) {
      const batch = this.batches.get(key);
      this.#fillAge(row, batch);
      if (row.pending && Date.now() - row.pending.since > PENDING_MILLIS) {
        row.pending = null;
        this.#fill(row, batch);
      }
    }
  }

  /** Shows that an action was asked for, until the state changes; or no longer. */
  pending(key, action) {
    const row = this.#rows.get(key);
    if (!row) return;
    row.pending = action ? {action, since: Date.now(), state: kind(this.batches.get(key))} : null;
    this.#fill(row, this.batches.get(key));
  }

  /** Puts rows in their places: each section has the newest first. */
  #place(keys) {
    if (keys.length === 0) return;
    const focused = document.activeElement;
    if (keys.length > 50) {
      for (const [id, {list}] of this.#sections) {
        const rows = [...this.#rows.values()].filter(row => row.section === id).sort((a, b) => b.rank - a.rank);
        rows.forEach((row, index) => {
          if (list.children[index] !== row.item) list.insertBefore(row.item, list.children[index] ?? null);
          row.item.rank = row.rank;
        });
      }
    } else {
      for (const key of keys) {
        const row = this.#rows.get(key);
        const {list} = this.#sections.get(row.section);
        row.item.rank = row.rank;
        row.item.remove();
        let next = list.firstElementChild;
        while (next && next.rank > row.rank) next = next.nextElementSibling;
        list.insertBefore(row.item, next);
      }
    }
    if (focused && focused !== document.activeElement && focused.isConnected) focused.focus({preventScroll: true});
  }

  /** Shows only some batches. */
  filter({sections, text, cluster}) {
    this.#wanted = sections.size === 0 ? new Set(SECTIONS.map(([id]) => id)) : sections;
    this.#terms = text.toLowerCase().split(/\s+/).filter(term => term !== '');
    this.#cluster = cluster;
    for (const [key, row] of this.#rows) this.#filterRow(row, this.batches.get(key));
    this.#count();
  }

  #filterRow(row, batch) {
    row.isFound = (this.#cluster === '' || batch.cluster === this.#cluster)
      && this.#terms.every(term => row.text.includes(term));
    row.item.hidden = !row.isFound;
  }

  #count() {
    for (const each of this.#sections.values()) each.total = 0;
    for (const row of this.#rows.values()) if (row.isFound) this.#sections.get(row.section).total++;
    for (const [id, each] of this.#sections) {
      setText(each.count, String(each.total));
      each.section.hidden = each.total === 0 || !this.#wanted.has(id);
    }
  }

  /** How many batches that the search finds are in each section, by id. */
  counts() {
    return SECTIONS.map(([id, name]) => ({id, name, count: this.#sections.get(id).total}));
  }

  /** How many rows can be seen. */
  shown() {
    return this.counts().filter(({id}) => this.#wanted.has(id)).reduce((sum, {count}) => sum + count, 0);
  }

  /** Marks the batch whose details are open. */
  current(key) {
    for (const [each, row] of this.#rows) {
      if (each === key) row.name.setAttribute('aria-current', 'true'); else row.name.removeAttribute('aria-current');
    }
  }

  focus(key) {
    this.#rows.get(key)?.name.focus();
  }

  #move(event) {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (!step || !event.target.closest('.batch') || event.altKey || event.ctrlKey || event.metaKey) return;
    const names = [...document.querySelectorAll('.section:not([hidden]) .batch:not([hidden]) .name')];
    const at = names.indexOf(event.target.closest('.batch').querySelector('.name'));
    names[at + step]?.focus();
    event.preventDefault();
  }
}

/** Why a batch needs attention. */
export function reason(batch) {
  if (batch.lost) return 'the engine no longer lists it';
  return batch.message ?? batch.status ?? '';
}
