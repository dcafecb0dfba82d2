// What the page may do, once it has the token: the token is kept in memory alone and sent in a header.

const found = (id) => document.getElementById(id);
let token = '';

export async function act(control, asked) {
  const notice = found('notice');
  notice.hidden = true;
  try {
    const answer = await fetch(`/control/${control}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(asked),
    });
    if (answer.status === 401) {
      lock();
    }
    if (!answer.ok) {
      complain((await answer.text()).trim());
    }
    return answer.ok;
  } catch {
    complain('The cloud does not answer.');
    return false;
  }
}

function complain(sentence) {
  const notice = found('notice');
  notice.textContent = sentence;
  notice.hidden = false;
}

function lock() {
  token = '';
  delete document.body.dataset.unlocked;
  found('unlock').hidden = false;
}

// Shown once the first state says whether the cloud can be changed from here.
export function offerControls(frame) {
  found('read-only').hidden = frame.writable;
  found('unlock').hidden = !frame.writable || Boolean(document.body.dataset.unlocked);
  fill('call', frame.calls);
  fill('error', frame.errors);
}

export function offerZones(names) {
  fill('zone', names);
}

function fill(field, words) {
  const select = found('fault-form').elements[field];
  for (const word of words) {
    if (![...select.options].some((option) => option.value === word)) {
      select.append(new Option(word, word));
    }
  }
}

export function listenToControls() {
  const dialog = found('token-dialog');
  found('unlock').addEventListener('click', () => dialog.showModal());
  found('token-cancel').addEventListener('click', () => dialog.close());
  found('token-form').addEventListener('submit', () => {
    token = found('token').value.trim();
    found('token').value = '';
    document.body.dataset.unlocked = 'true';
    found('unlock').hidden = true;
  });
  document.querySelectorAll('.advance button').forEach((button) => button.addEventListener('click',
    () => act('advance', { seconds: Number(button.dataset.seconds) })));
  found('fault-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const said = Object.fromEntries(new FormData(event.target));
    act('fault', {
      call: said.call,
      error: said.error,
      zone: said.zone,
      probability: Number(said.percent) / 100,
      latencyMillis: Number(said.latencyMillis),
      ...(said.times ? { times: Number(said.times) } : {}),
    });
  });
}
