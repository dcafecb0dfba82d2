// The map: regions, their zones, the instances there, and the disks on them; the snapshots of each region.

import { element, keep, setAttribute, setState, setText, size, stateMark } from './elements.js';

export function drawMap(root, cloud, act) {
  keep(root, cloud.regions, (region) => region.name, (region) => makeRegion(region), (node, region) => {
    keep(node.querySelector('.zones'), region.zones, (zone) => zone.name, (zone) => makeZone(zone, act),
      (zoneNode, zone) => drawZone(zoneNode, zone, cloud, act));
    drawSnapshots(node.querySelector('.snapshots'), cloud.snapshots.filter((one) => one.region === region.name), cloud);
  });
}

function makeRegion(region) {
  const id = `region-${region.name}`;
  return element('section', { class: 'region', 'aria-labelledby': id },
    element('h2', { id }, element('span', { class: 'quiet' }, 'Region '), region.name),
    element('div', { class: 'zones' }),
    element('section', { class: 'snapshots panel', 'aria-label': `Snapshots of region ${region.name}` },
      element('h3', {}, 'Snapshots'),
      element('ul', { class: 'lineage' }),
      element('p', { class: 'empty' }, 'None yet. A snapshot carries the data of a disk to another zone.')));
}

function makeZone(zone, act) {
  const id = `zone-${zone.name}`;
  const power = element('button', { type: 'button', class: 'when-unlocked power' });
  power.addEventListener('click', () => act('zone', { zone: zone.name, up: power.dataset.up === 'true' }));
  const sale = element('button', { type: 'button', class: 'when-unlocked sale' });
  sale.addEventListener('click', () => act('sold-out', { zone: zone.name, soldOut: sale.dataset.out === 'true' }));
  return element('section', { class: 'zone', 'aria-labelledby': id },
    element('header', {}, element('h3', { id }, element('span', { class: 'quiet' }, 'Zone '), zone.name),
      stateMark('up'), element('span', { class: 'spring' }), sale, power),
    element('p', { class: 'sold-out' }),
    element('ul', { class: 'machines' }),
    element('p', { class: 'empty no-machine' }, 'No instance runs here.'),
    element('div', { class: 'loose' },
      element('h4', {}, 'On no instance'), element('ul', { class: 'disks' })));
}

function drawZone(node, zone, cloud, act) {
  setAttribute(node, 'data-up', String(zone.up));
  setState(node.querySelector(':scope > header .state'), zone.up ? 'up' : 'down');
  const power = node.querySelector('.power');
  power.dataset.up = String(!zone.up);
  setText(power, zone.up ? 'Take down' : 'Bring up');
  setAttribute(power, 'aria-label', `${zone.up ? 'Take down' : 'Bring up'} zone ${zone.name}`);
  const sale = node.querySelector('.sale');
  const out = zone.soldOut.length > 0;
  sale.dataset.out = String(!out);
  setText(sale, out ? 'Sell again' : 'Sell out');
  setAttribute(sale, 'aria-label', `${out ? 'Sell disks again' : 'Sell out of all disks'} in zone ${zone.name}`);
  const soldOut = node.querySelector('.sold-out');
  soldOut.hidden = !out;
  setText(soldOut, `sold out: ${zone.soldOut.join(', ')}`);

  const machines = cloud.instances.filter((instance) => instance.zone === zone.name);
  node.querySelector('.no-machine').hidden = machines.length > 0;
  keep(node.querySelector('.machines'), machines, (one) => `${one.name} ${one.launch}`, (one) => makeMachine(one, act),
    (machineNode, machine) => drawMachine(machineNode, machine, cloud, act));

  const loose = cloud.disks.filter((disk) => disk.zones.includes(zone.name)
    && !disk.attachments.some((attachment) => cloud.instances.some((instance) => isOn(attachment, instance))));
  node.querySelector('.loose').hidden = loose.length === 0;
  drawDisks(node.querySelector('.loose .disks'), loose.map((disk) => ({ disk, state: disk.state })), act);
}

function makeMachine(instance, act) {
  const kill = element('button', { type: 'button', class: 'when-unlocked danger', 'aria-label': `Kill ${instance.name}` },
    'Kill');
  kill.addEventListener('click', () => act('kill', { instance: instance.name }));
  return element('li', { class: 'machine' },
    element('header', {}, element('h4', {}, instance.name), element('span', { class: 'quiet type' }, instance.type),
      element('span', { class: 'spring' }), kill),
    element('p', { class: 'slots' }, element('span', { class: 'boxes', 'aria-hidden': 'true' }),
      element('span', { class: 'quiet count' })),
    element('ul', { class: 'disks' }));
}

function drawMachine(node, instance, cloud, act) {
  const here = cloud.disks.flatMap((disk) => disk.attachments
    .filter((attachment) => isOn(attachment, instance))
    .map((attachment) => ({ disk, state: attachment.state, readOnly: attachment.readOnly })));
  const taken = here.length + instance.otherDevices;
  setText(node.querySelector('.count'), `${taken} of ${instance.slots} slots taken`);
  const boxes = Array.from({ length: Math.max(instance.slots, taken) }, (_, slot) => ({
    slot,
    kind: slot < instance.otherDevices ? 'other' : slot < taken ? 'disk' : 'free',
  }));
  keep(node.querySelector('.boxes'), boxes, (box) => String(box.slot), () => element('span'),
    (box, { kind }) => setAttribute(box, 'class', kind));
  drawDisks(node.querySelector('.disks'), here, act);
}

function isOn(attachment, instance) {
  return attachment.instance === instance.name && attachment.launch === instance.launch;
}

function drawDisks(list, entries, act) {
  keep(list, entries, ({ disk }) => disk.id, ({ disk }) => makeDisk(disk, act), (node, { disk, state, readOnly }) => {
    setState(node.querySelector('.state'), disk.modifying ? 'modifying' : state);
    setText(node.querySelector('.facts'),
      `${size(disk.sizeBytes)} · ${disk.category} · ${disk.iops} IOPS${readOnly ? ' · read-only' : ''}`);
    node.querySelector('button').hidden = disk.attachments.length === 0;
  });
}

function makeDisk(disk, act) {
  const detach = element('button', { type: 'button', class: 'when-unlocked', 'aria-label': `Detach ${disk.id} by hand` },
    'Detach by hand');
  detach.addEventListener('click', () => act('detach', { disk: disk.id }));
  return element('li', { class: 'disk', 'data-disk': disk.id },
    element('span', { class: 'id' }, disk.id), stateMark(disk.state),
    element('span', { class: 'facts quiet' }), detach);
}

function drawSnapshots(section, snapshots, cloud) {
  section.querySelector('.empty').hidden = snapshots.length > 0;
  keep(section.querySelector('.lineage'), snapshots, (one) => one.id, (one) => element('li', { class: 'line' },
    element('span', { class: 'id origin' }, one.disk), arrow('was cut as'),
    element('span', { class: 'cut' }, element('span', { class: 'id' }, one.id), stateMark(one.state),
      element('progress', { max: '100', 'aria-label': `Stored of ${one.id}` }),
      element('span', { class: 'facts quiet' })),
    element('span', { class: 'restored' })),
  (node, one) => {
    const gone = !cloud.disks.some((disk) => disk.id === one.disk);
    setAttribute(node.querySelector('.origin'), 'data-gone', String(gone));
    setText(node.querySelector('.origin'), gone ? `${one.disk} (gone)` : one.disk);
    setState(node.querySelector('.state'), one.state);
    node.querySelector('progress').hidden = one.state !== 'pending';
    node.querySelector('progress').value = one.percent;
    setText(node.querySelector('.facts'), one.state === 'pending'
      ? `${one.percent} % of ${size(one.sizeBytes)}` : size(one.sizeBytes));
    const copies = cloud.disks.filter((disk) => disk.source === one.id);
    keep(node.querySelector('.restored'), copies, (disk) => disk.id,
      (disk) => element('span', {}, arrow('was restored as'), element('span', { class: 'id' }), ' ',
        element('span', { class: 'quiet where' })),
      (copy, disk) => {
        setText(copy.querySelector('.id'), disk.id);
        setText(copy.querySelector('.where'), `zone ${disk.zones.join(', ')}`);
      });
  });
}

function arrow(words) {
  return element('span', { class: 'arrow' }, element('span', { 'aria-hidden': 'true' }, ' → '),
    element('span', { class: 'unseen' }, ` ${words} `));
}
