// Runs before anything is painted: theme, Pinot's links, the state of the connection. No module, no dependencies.
(function () {
  'use strict';
  var root = document.documentElement;
  var dark = window.matchMedia('(prefers-color-scheme: dark)');

  function storedTheme() {
    try { return localStorage.getItem('millrace.theme') || 'system'; } catch (e) { return 'system'; }
  }
  function applyTheme() {
    var choice = storedTheme();
    root.dataset.theme = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
  }
  applyTheme();
  dark.addEventListener('change', applyTheme);
  window.addEventListener('storage', applyTheme);

  // Links of Pinot's console (#/query?query=…) to ours. The fragment never reaches the server, so it happens here.
  function ownUrl(hash) {
    var path = hash.slice(1), mark = path.indexOf('?');
    var query = mark < 0 ? '' : path.slice(mark + 1);
    var parts = (mark < 0 ? path : path.slice(0, mark)).split('/').filter(Boolean).map(function (part) {
      try { return decodeURIComponent(part); } catch (e) { return part; }
    });
    if (parts[0] === 'query') {
      if (!query) { return '/query'; }
      var rest = query + '&run=1';
      return rest.length < 6000 ? '/query?' + rest : '/query#' + rest;
    }
    if (parts[0] === 'tables' || parts[0] === 'data-sources') { return '/catalog'; }
    if (parts[0] === 'tenants' && parts[1] === 'schema' && parts[2]) { return '/t/' + encodeURIComponent(parts[2]) + '?tab=schema'; }
    var at = parts.indexOf('table');
    if (at > 0 && parts[at + 1] && (parts[0] === 'tenants' || parts[0] === 'instance')) {
      var table = '/t/' + encodeURIComponent(parts[at + 1].replace(/_(REALTIME|OFFLINE)$/, ''));
      return parts[at + 2] ? table + '?tab=segments&segment=' + encodeURIComponent(parts[at + 2]) : table;
    }
    return '/?notice=pinot-page';
  }
  function followPinotLink() {
    if (location.hash.indexOf('#/') === 0) { location.replace(ownUrl(location.hash)); }
  }
  followPinotLink();
  // A browser tells its address to the server in one message of 32 KB: a longer statement is handed to the editor beside it.
  if (location.pathname === '/query' && location.href.length > 24000) {
    try {
      var sql = new URLSearchParams(location.hash.slice(1) || location.search).get('query') || '';
      sessionStorage.setItem('millrace.handover', sql);
    } catch (e) { /* without storage the page opens empty */ }
    location.replace('/query');
  }
  window.addEventListener('hashchange', followPinotLink);

  function markPage(path) {
    var best = null, length = 0; // of /admin and /admin/links the longer one counts
    document.querySelectorAll('.shell-nav a').forEach(function (link) {
      link.removeAttribute('aria-current');
      link.dataset.page.split(' ').forEach(function (page) {
        var mine = page === '/' ? path === '/' : path === page || path.indexOf(page + '/') === 0;
        if (mine && page.length > length) { best = link; length = page.length; }
      });
    });
    if (best) { best.setAttribute('aria-current', 'page'); }
  }

  // "3 s ago" is counted here, so that it costs no message from the server.
  function age(seconds) {
    if (seconds < 1) { return 'now'; }
    if (seconds < 60) { return Math.floor(seconds) + ' s ago'; }
    if (seconds < 3600) { return Math.floor(seconds / 60) + ' min ago'; }
    if (seconds < 86400) { return Math.floor(seconds / 3600) + ' h ago'; }
    return Math.floor(seconds / 86400) + ' d ago';
  }
  function tick() {
    var now = Date.now();
    document.querySelectorAll('time[data-age]').forEach(function (element) {
      var text = age(Math.max(0, (now - Date.parse(element.dateTime)) / 1000));
      if (element.textContent !== text) { element.textContent = text; }
    });
  }

  function watchConnection() {
    var pill = document.getElementById('connection');
    var bar = document.getElementById('components-reconnect-modal');
    var text = document.getElementById('reconnect-text');
    var lostAt = 0, slow = 0;
    function set(state, label) { pill.dataset.state = state; pill.textContent = label; }
    function show(message) { text.textContent = message; bar.hidden = false; }
    bar.addEventListener('components-reconnect-state-changed', function (event) {
      var detail = event.detail || {};
      if (detail.state === 'hide') {
        clearTimeout(slow); lostAt = 0; bar.hidden = true; set('live', 'Live');
      } else if (detail.state === 'show' || detail.state === 'retrying') {
        lostAt = lostAt || Date.now();
        set('lost', 'Reconnecting…');
        var wait = Math.round(detail.secondsToNextAttempt || 0);
        var message = 'Connection lost. Trying again' + (wait > 0 ? ' in ' + wait + ' s' : '') + '. Your SQL is safe.';
        clearTimeout(slow);
        slow = setTimeout(function () { show(message); }, Math.max(0, 2000 - (Date.now() - lostAt)));
      } else if (detail.state === 'failed') {
        clearTimeout(slow); set('lost', 'Offline'); show('The server does not answer. Your SQL is safe.');
        setTimeout(retry, 5000);
      } else if (detail.state === 'rejected' || detail.state === 'resume-failed') {
        location.reload(); // the server no longer knows this page; the address and this browser hold all it needs
      }
    });
    function retry() {
      Blazor.reconnect().then(function (back) { if (back === false) { location.reload(); } }, function () { setTimeout(retry, 5000); });
    }
    document.getElementById('reconnect-now').addEventListener('click', retry);
    return set;
  }

  var setConnection;
  document.addEventListener('DOMContentLoaded', function () {
    var choice = document.getElementById('theme-choice');
    choice.value = storedTheme();
    choice.addEventListener('change', function () {
      try { localStorage.setItem('millrace.theme', choice.value); } catch (e) { /* private window: the choice lasts for this page */ }
      root.dataset.theme = choice.value === 'system' ? (dark.matches ? 'dark' : 'light') : choice.value;
    });
    document.querySelector('.skip-link').addEventListener('click', function (event) {
      event.preventDefault();
      document.getElementById('main').focus();
    });
    markPage(location.pathname);
    setConnection = watchConnection();
    setInterval(tick, 1000);
    new MutationObserver(function () { if (document.querySelector('time[data-age]:empty')) { tick(); } })
      .observe(document.getElementById('main'), { childList: true, subtree: true });
  });

  // Over plain HTTP from another machine there is no clipboard to write to, but what is selected can still be copied.
  function copy(value) {
    if (navigator.clipboard) { return navigator.clipboard.writeText(value); }
    var area = document.createElement('textarea');
    area.value = value;
    document.body.appendChild(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }

  // Steps and the main action of a page by keys: Alt and an arrow, Ctrl and Enter. What is typed is told before, as when it is left.
  document.addEventListener('keydown', function (event) {
    var word = event.altKey && event.key === 'ArrowRight' ? 'next' : event.altKey && event.key === 'ArrowLeft' ? 'back'
      : (event.ctrlKey || event.metaKey) && event.key === 'Enter' ? 'primary' : null;
    var button = word && document.querySelector('[data-key~="' + word + '"]:enabled');
    if (!button) { return; }
    event.preventDefault();
    if (document.activeElement) { document.activeElement.blur(); }
    button.click();
  });

  // Tells browsers apart: whose change of a draft was the last.
  function browserId() {
    try {
      var id = localStorage.getItem('millrace.browser') || Math.random().toString(36).slice(2);
      localStorage.setItem('millrace.browser', id);
      return id;
    } catch (e) { return null; }
  }

  window.millrace = {
    browser: browserId,
    markPage: markPage,
    live: function () { setConnection('live', 'Live'); },
    focus: function (selector) { requestAnimationFrame(function () { var element = document.querySelector(selector); if (element) { element.focus(); } }); },
    copy: copy
  };
})();
