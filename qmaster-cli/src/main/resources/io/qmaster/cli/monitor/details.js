// Everything that is known of one batch, beside the list.

import {actionButtons, reason} from './rows.js';
import {batchState, bytes, element, kind, moment, span, stateWord, time} from './words.js';

const MOST_LISTED = 500;

export class Details {
  #panel = document.getElementById('details');
  #name = document.getElementById('details-name');
  #body = document.getElementById('details-body');
  #key = null;
  #fetching = false;
  #again = false;
  #onAction;
  #fetchJson;

  constructor({onAction, onClose, fetchJson}) {
    this.#onAction = onAction;
    this.#fetchJson = fetchJson;
    document.getElementById('details-close').addEventListener('click', onClose);
  }

  get key() {
    return this.#key;
  }

  open(batch) {
    this.#key = batch.key;
    this.#panel.hidden = false;
    document.body.classList.add('with-details');
    this.#name.textContent = batch.plainName ?? batch.key;
    this.#body.replaceChildren(element('p', 'hint', 'Loading…'));
    this.#panel.scrollTop = 0;
    this.#name.focus({preventScroll: true});
    this.refresh(batch);
  }

  close() {
    this.#key = null;
    this.#panel.hidden = true;
    document.body.classList.remove('with-details');
  }

  /** Reads the details again, one request at a time. */
  async refresh(batch) {
    if (batch.key !== this.#key) return;
    if (this.#fetching) { this.#again = true; return; }
    this.#fetching = true;
    try {
      do {
        this.#again = false;
        const key = this.#key;
        const details = await this.#fetchJson(`api/batches/${encodeURIComponent(key)}`);
        if (key === this.#key) this.#show(batch, details);
        else if (this.#key) this.#again = true;
      } while (this.#again);
    } catch (failed) {
      if (this.#key) this.#body.replaceChildren(element('p', 'failure', failed.message));
    } finally {
      this.#fetching = false;
    }
  }

  #show(batch, details) {
    const open = new Set([...this.#body.querySelectorAll('details[open]')].map(each => each.dataset.part));
    const isFirst = this.#body.querySelector('dl') === null;
    const parts = [this.#head(batch, details), this.#facts(batch, details)];
    if (details.jobs?.length > 0) parts.push(jobTable(details.jobs));
    if (details.targets?.length > 0) parts.push(outputs(details.targets));
    if (details.attempts?.length > 0) parts.push(commands(details.attempts));
    if (details.story?.length > 0) parts.push(log(details.story));
    for (const part of parts) {
      if (part.dataset.part && !isFirst) part.open = open.has(part.dataset.part);
    }
    const focused = document.activeElement;
    const focusedAction = this.#body.contains(focused) ? focused.className : '';
    this.#body.replaceChildren(...parts);
    if (focusedAction) [...this.#body.querySelectorAll('button')].find(each => each.className === focusedAction)?.focus();
  }

  #head(batch, details) {
    const head = element('div', 'details-state');
    head.dataset.kind = kind(batch);
    head.append(element('span', 'state', batchState(batch)));
    if (batch.section === 'RUNNING' && batch.percentComplete !== null) {
      const bar = element('progress');
      bar.max = 100;
      bar.value = batch.percentComplete;
      bar.setAttribute('aria-label', 'Progress');
      head.append(bar, element('span', 'percent', `${batch.percentComplete} %`));
    }
    if (batch.section === 'ATTENTION') head.append(element('p', 'reason', reason(batch)));
    if (details.unread) head.append(element('p', 'failure', details.unread));
    const buttons = element('div', 'buttons');
    buttons.append(...actionButtons(batch, this.#onAction));
    head.append(buttons);
    return head;
  }

  #facts(batch, details) {
    const list = element('dl', 'facts');
    const fact = (name, value) => {
      if (value) list.append(element('dt', '', name), element('dd', '', String(value)));
    };
    fact('Cluster', details.cluster);
    if (details.fellBack) fact('Requested', `${details.requestedCluster}, which was not available`);
    fact('Engine reports', details.status);
    fact('Submitted', details.submittedAt ? moment(details.submittedAt) : details.submittedAtText);
    fact('By', details.submittedBy);
    fact('Elapsed', span(details.elapsedSeconds));
    fact('Remaining', batch.section === 'RUNNING' ? span(details.remainingSeconds) : '');
    fact('Ended', details.ending ? moment(details.ending.at) + (details.ending.cause ? `, by ${details.ending.cause}` : '') : '');
    fact('Outputs checked', details.ending?.verified === true ? 'yes' : '');
    fact('Priority', details.priority);
    fact('Labels', Object.entries(details.labels ?? {}).map(([key, value]) => `${key}=${value}`).join(', '));
    fact('Request id', details.requestId);
    fact('Batch id', details.batchId);
    fact('Submission id', details.submissionId);
    fact('Name in the engine', details.batchName === batch.plainName ? '' : details.batchName);
    return list;
  }
}

function part(id, name, isOpen, ...content) {
  const made = element('details', 'part');
  made.dataset.part = id;
  made.open = isOpen;
  made.append(element('summary', '', name), ...content);
  return made;
}

/** The first ones, and how many there are besides. */
function listed(list, items, make) {
  list.append(...items.slice(0, MOST_LISTED).map(make));
  if (items.length > MOST_LISTED) {
    list.append(element('li', 'hint', `and ${items.length - MOST_LISTED} more: see qmaster show`));
  }
  return list;
}

function jobTable(jobs) {
  const worstFirst = [...jobs].sort((a, b) => (b.state === 'FAILED') - (a.state === 'FAILED'));
  return part('jobs', `Jobs (${jobs.length})`, true, listed(element('ul', 'items'), worstFirst, job => {
    const item = element('li', 'item');
    item.dataset.kind = job.state;
    item.append(element('span', 'state', stateWord(job.state)), element('span', 'item-name', job.name ?? job.jobId ?? ''));
    if (job.percentComplete !== null && job.state === 'PROCESSING') item.append(element('span', 'percent', `${job.percentComplete} %`));
    if (job.reason) item.append(element('span', 'reason', job.reason));
    return item;
  }));
}

function outputs(targets) {
  const worstFirst = [...targets].sort((a, b) => (b.state === 'FAILED') - (a.state === 'FAILED'));
  return part('outputs', `Outputs (${targets.length})`, true, listed(element('ul', 'items'), worstFirst, target => {
    const item = element('li', 'item');
    item.dataset.kind = target.state ?? '';
    item.append(element('span', 'state', stateWord(target.state) || 'Planned'),
      element('span', 'item-name path', target.path ?? target.plannedPath));
    if (target.bytes !== null) item.append(element('span', 'percent', bytes(target.bytes)));
    item.append(element('span', 'hint path', `from ${target.source}`));
    if (target.reason) item.append(element('span', 'reason', target.reason));
    return item;
  }));
}

function commands(attempts) {
  return part('commands', attempts.length === 1 ? 'Command' : `Commands (${attempts.length})`, false,
    ...attempts.flatMap(attempt => {
      const parts = [element('p', 'hint', `Attempt ${attempt.attempt} on ${attempt.cluster}, ${moment(attempt.at)}`)];
      if (attempt.command) parts.push(element('pre', '', attempt.command));
      if (attempt.outcome) parts.push(element('p', '', attempt.outcome));
      return parts;
    }));
}

function log(lines) {
  return part('log', `Log (${lines.length})`, true, listed(element('ul', 'log'), [...lines].reverse(), line => {
    const item = element('li', line.level);
    const at = element('time', 'hint', time(line.at));
    at.title = moment(line.at);
    item.append(at, ' ', element('span', '', line.message));
    return item;
  }));
}
