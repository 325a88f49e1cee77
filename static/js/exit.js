// The way out, the only script here. What it must do and what it cannot: docs/safety.md
'use strict';
{
  const { to, title } = document.currentScript.dataset;
  const flag = 'left';
  const whole = document.documentElement;
  let presses = []; // when Shift was pressed alone, in ms
  let alone = false; // Shift is down, and nothing else was touched since
  let pause;

  // Storage may be forbidden: then only Back goes unguarded.
  const stored = (work) => {
    try {
      return work(sessionStorage);
    } catch (error) {
      return null;
    }
  };

  // An empty root in place of the page: what is still being read goes into the old one, unseen,
  // and a page that the browser keeps for Back is kept empty.
  const leave = () => {
    const root = document.createElement('html');
    for (const part of ['head', 'body']) root.append(document.createElement(part));
    document.documentElement.replaceWith(root);
    document.title = title;
    stored((store) => store.setItem(flag, '1'));
    location.replace(to);
  };
  const left = () => stored((store) => store.getItem(flag));

  const count = (times) => {
    presses = times;
    const line = document.getElementById('exit-status');
    if (line) line.textContent = line.dataset['after' + times.length] || '';
    clearTimeout(pause);
    if (times.length) pause = setTimeout(count, 5000, []);
  };
  const forget = () => {
    alone = false;
    if (presses.length) count([]);
  };
  const on = (types, act) => types.split(' ').forEach((type) => addEventListener(type, act, true));

  // Back, forward and reload after leaving lead out again. Whoever opens a page again may see it.
  const [entry] = performance.getEntriesByType('navigation');
  if (left()) {
    if (entry ? /^(back|re)/.test(entry.type) : performance.navigation.type) leave();
    else stored((store) => store.removeItem(flag));
  }
  whole.classList.add('scripted');

  on('keydown', (event) => {
    if (event.key !== 'Shift' || event.ctrlKey || event.altKey || event.metaKey) forget();
    else if (!event.repeat) alone = true;
  });
  on('keyup', (event) => {
    if (event.key !== 'Shift' || !alone) return;
    alone = false;
    const now = event.timeStamp;
    count([...presses.filter((time) => now - time < 5000), now]);
    if (presses.length > 2) leave();
  });
  on('blur pointerdown wheel', forget);

  // With Ctrl, Shift or the middle button too: a neutral new tab would leave this one open behind
  // it. The right button keeps its menu.
  on('click auxclick', (event) => {
    if (event.button > 1 || !event.target.closest('.exit-bar__link')) return;
    event.preventDefault();
    leave();
  });

  // What is kept for Back holds nothing typed, and stays unseen until we know who comes back.
  on('pagehide', () => {
    for (const form of document.forms) form.reset();
    whole.style.visibility = 'hidden';
  });
  on('pageshow', (event) => {
    if (event.persisted && left()) leave();
    else whole.style.visibility = '';
  });
}
