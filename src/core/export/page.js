'use strict';
(() => {
  // A name without case, accents and punctuation.
  const plain = text => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

  // The fewest insertions, deletions, substitutions and swaps of neighbors that turn a into b, or more than `most` (optimal string
  // alignment).
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [], last = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        const other = a[i - 1] === b[j - 1] ? 0 : 1;
        next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + other);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      [before, last] = [last, next];
    }
    return last[b.length];
  };

  // How well a name fits: 0 not at all, 1 exactly.
  const fit = (name, query) => {
    if (name === query) return 1;
    const [tight, wanted] = [name.replaceAll(' ', ''), query.replaceAll(' ', '')];
    if (tight === wanted) return .99;
    if (name.startsWith(query)) return .9;
    if (` ${name}`.includes(` ${query}`)) return .8;
    if (query.length > 2 && name.includes(query)) return .7;
    const most = wanted.length < 4 ? 0 : wanted.length < 8 ? 1 : 2;
    const typed = most && distance(tight, wanted, most);
    if (most && typed <= most) return .75 - typed / 10;
    // One word of several, mistyped.
    const close = most && name.split(' ').some(word => word.length > 3 && distance(word, wanted, most) <= most);
    return close ? .5 : 0;
  };

  // A name with its punctuation: `C#` is not `C++`.
  const exact = text => text.trim().toLowerCase();

  const entries = [...document.querySelectorAll('article')].map(element => ({
    element,
    names: element.dataset.names.split('\n').map(plain),
    exact: element.dataset.names.split('\n').map(exact),
    text: plain(element.textContent),
  }));
  const places = entries.map(({ element }) => element.parentNode);
  const sections = [...document.querySelectorAll('section')];
  const found = document.getElementById('_found');
  const all = found.textContent;
  const form = document.querySelector('form');
  const input = document.getElementById('_search');

  const show = () => {
    const query = plain(input.value);
    const typed = exact(input.value);
    const words = query.split(' ');
    const hits = entries.map((entry, at) => {
      const isTyped = typed !== query && entry.exact.includes(typed);
      const name = isTyped ? 2 : Math.max(...entry.names.map(name => fit(name, query)));
      const told = name === 0 && words.every(word => ` ${entry.text}`.includes(` ${word}`)) ? .3 : 0;
      return { at, score: query ? name || told : 1 };
    });
    // Where names fit one word, texts that use it would only be in the way.
    const least = hits.some(hit => hit.score === 2) ? 1 : words.length === 1 && hits.some(hit => hit.score >= .7) ? .5 : .3;
    const best = query ? hits.filter(hit => hit.score >= least).sort((a, b) => b.score - a.score || a.at - b.at) : hits;
    const shown = new Set(best.map(hit => hit.at));
    entries.forEach(({ element }, at) => { element.hidden = !shown.has(at); });
    // On a phone, what was found is to be seen.
    document.querySelector('nav').hidden = query !== '';
    // In each team the best first, and the team with the best first.
    best.forEach(({ at }) => places[at].append(entries[at].element));
    const order = query ? [...new Set(best.map(({ at }) => places[at]))] : sections;
    sections.forEach(section => { section.hidden = !order.includes(section); });
    const main = document.querySelector('main');
    [...order, ...sections.filter(section => !order.includes(section))].forEach(section => main.append(section));
    const count = best.length;
    found.textContent = !query ? all : count === 0 ? 'No matches' : count === 1 ? '1 word' : `${count} words`;
  };

  form.hidden = false;
  form.addEventListener('submit', event => event.preventDefault());
  input.addEventListener('input', show);
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    } else if (event.key === 'Escape' && document.activeElement === input) {
      input.value = '';
      show();
    }
  });
  // A link to a word that the search has hidden shows everything again.
  addEventListener('hashchange', () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) {
      input.value = '';
      show();
      target.scrollIntoView();
    }
  });
})();
