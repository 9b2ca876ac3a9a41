// How values read on the page.

const MINUTE = 60, HOUR = 3600, DAY = 86400;

/** A time span in seconds, such as "1 h 5 min". */
export function span(seconds) {
  if (seconds === null || seconds === undefined) return '';
  const s = Math.max(0, Math.round(seconds));
  if (s < MINUTE) return `${s} s`;
  if (s < HOUR) return s < 10 * MINUTE ? `${Math.floor(s / MINUTE)} min ${s % MINUTE} s` : `${Math.floor(s / MINUTE)} min`;
  if (s < DAY) return `${Math.floor(s / HOUR)} h ${Math.floor((s % HOUR) / MINUTE)} min`;
  return `${Math.floor(s / DAY)} d ${Math.floor((s % DAY) / HOUR)} h`;
}

/** The age of something in seconds, which need not be exact. */
export function age(seconds) {
  const s = Math.max(0, seconds);
  if (s < MINUTE) return 'now';
  if (s < HOUR) return `${Math.floor(s / MINUTE)} min`;
  if (s < 2 * DAY) return `${Math.floor(s / HOUR)} h`;
  return `${Math.floor(s / DAY)} d`;
}

// Making one takes longer than using it a hundred times.
const MOMENTS = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
const TIMES = new Intl.DateTimeFormat(undefined, {timeStyle: 'medium'});

/** A moment in the time zone of the reader. */
export function moment(iso) {
  return iso ? MOMENTS.format(new Date(iso)) : '';
}

/** The time of day of a moment. */
export function time(iso) {
  return iso ? TIMES.format(new Date(iso)) : '';
}

/** A size. */
export function bytes(number) {
  if (number === null || number === undefined) return '';
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let n = number, unit = 0;
  while (n >= 1000 && unit < units.length - 1) { n /= 1000; unit++; }
  return `${unit === 0 ? n : n.toPrecision(3)} ${units[unit]}`;
}

const STATES = {
  WAITING: 'Waiting', PROCESSING: 'Processing', POST_PROCESSING: 'Finishing', HOLD: 'Paused', CANCELLED: 'Cancelled',
  SUCCESSFUL: 'Successful', FAILED: 'Failed', UNKNOWN: 'Unknown',
};

/** The word for the state of a job or an output. */
export function stateWord(state) {
  return STATES[state] ?? '';
}

/** The kind of state of a batch, for its colour and sign. */
export function kind(batch) {
  if (batch.lost) return 'LOST';
  if (batch.state) return batch.state;
  if (batch.section === 'WAITING') return 'SUBMITTING';
  return batch.givenUp ? 'GIVEN_UP' : 'NOT_QUEUED';
}

/** The word for the state of a batch. */
export function batchState(batch) {
  const known = kind(batch);
  return STATES[known] ?? {
    LOST: 'Not listed', SUBMITTING: 'Submitting', GIVEN_UP: 'Given up', NOT_QUEUED: 'Not queued',
  }[known];
}

/** How many jobs are done, such as "3 of 12". */
export function jobs(states) {
  const numbers = Object.values(states ?? {});
  const all = numbers.reduce((sum, n) => sum + n, 0);
  if (all === 0) return '';
  const done = states.SUCCESSFUL ?? 0;
  const failed = states.FAILED ?? 0;
  return (all === 1 ? '1 job' : `${done} of ${all} jobs`) + (failed > 0 && all > 1 ? `, ${failed} failed` : '');
}

/** An element with a text, which is never taken for markup. */
export function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** Changes the text of an element that has nothing but text, if it is another one. */
export function setText(node, text) {
  const only = node.firstChild;
  if (only === null) {
    if (text !== '') node.textContent = text;
  } else if (only.data !== text) {
    if (text === '') node.textContent = ''; else only.data = text;
  }
}
