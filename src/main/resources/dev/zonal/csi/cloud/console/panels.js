// What is under way, the faults, and what happened since the page was opened.

import { duration, element, keep, setAttribute, setText } from './elements.js';

const LONGEST_LOG = 30;

export function drawUnderWay(list, empty, operations, now) {
  empty.hidden = operations.length > 0;
  keep(list, operations, (one) => `${one.kind} ${one.object} ${one.instance}`, (one) => element('li', {},
    element('span', { class: 'spinner', 'aria-hidden': 'true' }),
    element('span', { class: 'what' }, element('strong', {}, one.kind), ' ', element('span', { class: 'id' }, one.object),
      one.instance ? ` on ${one.instance}` : ''),
    element('span', { class: 'quiet left' })),
  (node, one) => setText(node.querySelector('.left'), left(one, now)));
}

function left(operation, now) {
  if (!operation.due) {
    return 'without end';
  }
  const seconds = (Date.parse(operation.due) - now) / 1000;
  return seconds > 0 ? `${seconds < 10 ? `${seconds.toFixed(1)} s` : duration(seconds)} left` : 'still in use';
}

export const FREQUENT = [
  { name: 'One call in five is throttled', error: 'throttled', probability: 0.2, latencyMillis: 0 },
  { name: 'One answer in twenty is lost', error: 'timeout-after-success', probability: 0.05, latencyMillis: 0 },
  { name: 'Every call takes 2 s longer', error: 'slow', probability: 1, latencyMillis: 2000 },
  { name: 'No disk can be attached', call: 'AttachDisk', error: 'internal', probability: 1, latencyMillis: 0 },
];

function isThat(fault, plan) {
  return fault.error === plan.error && fault.probability === plan.probability && !fault.times && !fault.zone
    && fault.latencyMillis === plan.latencyMillis && (fault.call ?? '') === (plan.call ?? '');
}

export function drawFaults(list, empty, switches, faults, act) {
  empty.hidden = faults.length > 0;
  keep(list, faults, (fault) => fault.id, (fault) => makeFault(fault, act), (node, fault) => {
    const over = Boolean(fault.times) && fault.hits >= fault.times;
    setAttribute(node, 'data-over', String(over));
    const met = `met ${fault.hits}${fault.times ? ` of ${fault.times}` : ''} call${fault.hits === 1 && !fault.times ? '' : 's'}`;
    setText(node.querySelector('.hits'), over ? `${met}, over` : met);
  });
  keep(switches, FREQUENT, (plan) => plan.name, (plan) => makeSwitch(plan), (node, plan) => {
    const planned = faults.find((fault) => isThat(fault, plan));
    setAttribute(node, 'aria-checked', String(Boolean(planned)));
    node.onclick = () => (planned ? act('clear', { fault: planned.id }) : act('fault', withoutName(plan)));
  });
}

function makeSwitch(plan) {
  return element('button', { type: 'button', role: 'switch', 'aria-checked': 'false' },
    element('span', { class: 'track', 'aria-hidden': 'true' }), plan.name);
}

function withoutName({ name, ...plan }) {
  return plan;
}

function makeFault(fault, act) {
  const clear = element('button', { type: 'button', class: 'when-unlocked', 'aria-label': `Clear ${fault.id}` }, 'Clear');
  clear.addEventListener('click', () => act('clear', { fault: fault.id }));
  const parts = [fault.probability === 1 ? 'always' : `${Number((fault.probability * 100).toFixed(2))} %`,
    fault.latencyMillis ? `+${fault.latencyMillis} ms` : '', fault.zone ? `zone ${fault.zone}` : ''];
  return element('li', { class: 'fault', 'data-fault': fault.id },
    element('span', { class: 'what' }, element('strong', {}, fault.error), ` · ${fault.call ?? 'every call'} · `,
      parts.filter(Boolean).join(' · ')),
    element('span', { class: 'quiet hits' }), clear);
}

// What is different between two states, in sentences.
export function differences(before, after) {
  const told = [];
  const zones = (cloud) => new Map(cloud.regions.flatMap((region) => region.zones).map((zone) => [zone.name, zone]));
  compare(zones(before), zones(after), (zone, old) => {
    if (old && old.up !== zone.up) {
      told.push(`zone ${zone.name} ${zone.up ? 'answers again' : 'does not answer'}`);
    }
  });
  const instances = (cloud) => new Map(cloud.instances.map((one) => [`${one.name} ${one.launch}`, one]));
  compare(instances(before), instances(after), (one, old) => old ?? told.push(`${one.name} runs in zone ${one.zone}`),
    (one) => told.push(`${one.name} is gone`));
  const disks = (cloud) => new Map(cloud.disks.map((disk) => [disk.id, disk]));
  compare(disks(before), disks(after), (disk, old) => {
    const now = standing(disk);
    if (!old || standing(old) !== now) {
      told.push(`${disk.id} is ${now}${old ? '' : `, in zone ${disk.zones.join(', ')}`}`);
    }
  }, (disk) => told.push(`${disk.id} is gone`));
  const snapshots = (cloud) => new Map(cloud.snapshots.map((one) => [one.id, one]));
  compare(snapshots(before), snapshots(after), (one, old) => {
    if (old?.state !== one.state) {
      told.push(`${one.id} ${old ? `is ${one.state}` : `was cut from ${one.disk}`}`);
    }
  }, (one) => told.push(`${one.id} is gone`));
  return told;
}

function compare(before, after, changed, gone = () => {}) {
  after.forEach((item, key) => changed(item, before.get(key)));
  before.forEach((item, key) => after.has(key) || gone(item));
}

function standing(disk) {
  return disk.attachments.length === 0 ? disk.state
    : disk.attachments.map((one) => `${one.state} ${one.state === 'detaching' ? 'from' : 'to'} ${one.instance}`).join(', ');
}

export function tell(log, empty, sentences, time) {
  for (const sentence of sentences) {
    log.prepend(element('li', {}, element('time', { class: 'quiet' }, time), ' ', sentence));
  }
  while (log.children.length > LONGEST_LOG) {
    log.lastElementChild.remove();
  }
  empty.hidden = log.children.length > 0;
}
