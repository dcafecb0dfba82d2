// The page follows the cloud: each state that the stream sends is drawn over the one before.

import { act, listenToControls, offerControls, offerZones } from './controls.js';
import { duration, setText } from './elements.js';
import { drawMap } from './map.js';
import { differences, drawFaults, drawUnderWay, tell } from './panels.js';

const found = (id) => document.getElementById(id);
const still = matchMedia('(prefers-reduced-motion: reduce)');
let cloud;
let offset = 0;
let places = '';

const cloudTime = () => Date.now() + offset;
const clockText = (time) => new Date(time).toISOString().replace('T', ' ').slice(0, 19);

function receive(event) {
  const { now, frame, cloud: next } = JSON.parse(event.data);
  offset = Date.parse(now) - Date.now();
  offerControls(frame);
  offerZones(next.regions.flatMap((region) => region.zones).map((zone) => zone.name));
  if (cloud) {
    tell(found('log'), found('log-empty'), differences(cloud, next), clockText(cloudTime()).slice(11));
  }
  cloud = next;
  move(draw);
}

// Where each disk is: a disk that goes elsewhere is seen going there.
function placesOf(state) {
  return state.disks.map((disk) => disk.id + disk.attachments.map((one) => one.launch).join()).join();
}

function move(change) {
  const next = placesOf(cloud);
  const moves = places && next !== places && document.startViewTransition && !still.matches;
  places = next;
  if (!moves) {
    change();
    return;
  }
  name();
  const transition = document.startViewTransition(() => {
    change();
    name();
  });
  transition.finished.finally(() => document.querySelectorAll('.disk').forEach((disk) => {
    disk.style.viewTransitionName = '';
  }));
}

// A name stands for one element: of a disk that is in several places, the first.
function name() {
  const named = new Set();
  document.querySelectorAll('.disk').forEach((disk) => {
    const id = disk.dataset.disk;
    disk.style.viewTransitionName = named.has(id) ? '' : id;
    named.add(id);
  });
}

function draw() {
  drawMap(found('map'), cloud, act);
  drawFaults(found('faults'), found('faults-empty'), found('switches'), cloud.faults, act);
  const count = (number, word) => `${number} ${word}${number === 1 ? '' : 's'}`;
  setText(found('summary'), [count(cloud.instances.length, 'instance'), count(cloud.disks.length, 'disk'),
    count(cloud.snapshots.length, 'snapshot')].join(' · '));
  drawTime();
}

function drawTime() {
  if (!cloud) {
    return;
  }
  setText(found('now'), clockText(cloudTime()));
  setText(found('ahead'), cloud.aheadSeconds ? `(${duration(cloud.aheadSeconds)} ahead)` : '');
  drawUnderWay(found('under-way'), found('under-way-empty'), cloud.operations, cloudTime());
}

function live(word) {
  setText(found('live'), word);
  found('live').dataset.live = word;
}

listenToControls();
setInterval(drawTime, 250);
const states = new EventSource('/events');
states.addEventListener('open', () => live('live'));
states.addEventListener('error', () => live('reconnecting'));
states.addEventListener('message', receive);
