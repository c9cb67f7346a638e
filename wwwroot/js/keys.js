// Keys of every page; the help (?) lists them. Loaded after the shell; no module, no dependencies.
(function () {
  'use strict';
  var storeKey = 'millrace.letter-keys', pages = { h: '/', c: '/catalog', i: '/ingest', q: '/query', k: '/kafka', n: '/new' };
  var owner = null, goesUntil = 0;

  function hasLetterKeys() { try { return localStorage.getItem(storeKey) !== 'off'; } catch (e) { return true; } }
  function isTyping(target) { return !!(target.closest && target.closest('input, textarea, select, [contenteditable=true], .mud-dialog')); }
  function open(what) { if (owner) { owner.invokeMethodAsync('OpenAsync', what); } }

  // F6: from tables to editor to answer and round.
  function nextPane(step) {
    var panes = ['.query-tables', '.query-tabs', '.editor-pane', '.result-pane'].map(function (name) { return document.querySelector(name); }).filter(Boolean);
    if (panes.length === 0) { return false; }
    var at = panes.findIndex(function (pane) { return pane.contains(document.activeElement); });
    for (var i = 1; i <= panes.length; i++) {
      var pane = panes[(at + step * i + panes.length * 2) % panes.length];
      var first = pane.querySelector('[contenteditable=true], textarea, [tabindex="0"], button:not(:disabled), input, summary');
      if (first) { first.focus(); return true; }
    }
    return false;
  }

  function onLetter(event) {
    if (Date.now() < goesUntil && pages[event.key]) {
      goesUntil = 0;
      Blazor.navigateTo(pages[event.key]);
      return true;
    }
    goesUntil = 0;
    switch (event.key) {
      case 'g': goesUntil = Date.now() + 1500; return true;
      case '?': open('help'); return true;
      case '/': { var filter = document.querySelector('main input[type=search]'); if (filter) { filter.focus(); } return !!filter; }
      case '[': { var tables = document.querySelector('.query-tables'); if (tables) { tables.open = !tables.open; } return !!tables; }
      default: return false;
    }
  }

  document.addEventListener('keydown', function (event) {
    var control = event.ctrlKey || event.metaKey;
    var done = false;
    if (control && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') { open('palette'); done = true; }
    else if (event.key === 'F6') { done = nextPane(event.shiftKey ? -1 : 1); }
    else if (!control && !event.altKey && !isTyping(event.target) && hasLetterKeys()) { done = onLetter(event); }
    if (done) { event.preventDefault(); }
  });

  Object.assign(window.millrace, {
    listenToKeys: function (listener) { owner = listener; },
    hasLetterKeys: hasLetterKeys,
    setLetterKeys: function (on) { try { localStorage.setItem(storeKey, on ? 'on' : 'off'); } catch (e) { /* private window: on for this page */ } }
  });
})();
