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
  // A browser tells its address to the server in one message of 32 KB: a longer statement goes into the editor's draft instead.
  if (location.pathname === '/query' && location.href.length > 24000) {
    try {
      var sql = new URLSearchParams(location.hash.slice(1) || location.search).get('query') || '';
      sessionStorage.setItem('millrace.draft', JSON.stringify({ base: '', text: sql }));
    } catch (e) { /* without storage the page opens empty */ }
    location.replace('/query');
  }
  window.addEventListener('hashchange', followPinotLink);

  function markPage(path) {
    document.querySelectorAll('.shell-nav a').forEach(function (link) {
      var mine = link.dataset.page.split(' ').some(function (page) {
        return page === '/' ? path === '/' : path === page || path.indexOf(page + '/') === 0;
      });
      if (mine) { link.setAttribute('aria-current', 'page'); } else { link.removeAttribute('aria-current'); }
    });
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
  });

  // Cells of a result: arrow keys move, Ctrl+C copies. Rows come and go while scrolling, so the place is kept as numbers.
  function watchGrid(grid) {
    var row = 0, column = 1;
    function rowElement() { return grid.querySelector('tr[data-row="' + row + '"]'); }
    function show() {
      var old = grid.querySelector('td.is-active');
      var line = rowElement();
      var cell = line && line.children[column];
      if (old && old !== cell) { old.classList.remove('is-active'); }
      if (cell) { cell.classList.add('is-active'); }
      return cell;
    }
    function intoView() {
      var head = grid.querySelector('thead').offsetHeight, top = row * 28;
      if (top < grid.scrollTop) { grid.scrollTop = top; }
      var room = grid.clientHeight - head - 28;
      if (top > grid.scrollTop + room) { grid.scrollTop = top - room; }
      var cell = show();
      if (cell) {
        var left = cell.offsetLeft - grid.querySelector('.row-number').offsetWidth;
        if (left < grid.scrollLeft) { grid.scrollLeft = left; }
        var right = cell.offsetLeft + cell.offsetWidth - grid.clientWidth;
        if (right > grid.scrollLeft) { grid.scrollLeft = right; }
      }
    }
    grid.addEventListener('keydown', function (event) {
      var rows = Number(grid.querySelector('table').getAttribute('aria-rowcount')) - 1;
      var columns = grid.querySelectorAll('thead th').length - 1;
      var page = Math.max(1, Math.floor(grid.clientHeight / 28) - 2);
      var far = event.ctrlKey || event.metaKey;
      switch (event.key) {
        case 'ArrowDown': row += 1; break;
        case 'ArrowUp': row -= 1; break;
        case 'ArrowRight': column += 1; break;
        case 'ArrowLeft': column -= 1; break;
        case 'PageDown': row += page; break;
        case 'PageUp': row -= page; break;
        case 'Home': column = 1; if (far) { row = 0; } break;
        case 'End': column = columns; if (far) { row = rows - 1; } break;
        case 'c': case 'C': {
          var cell = far && window.getSelection().isCollapsed && show();
          if (cell) { navigator.clipboard.writeText(cell.title || cell.textContent); }
          return;
        }
        default: return;
      }
      event.preventDefault();
      row = Math.min(Math.max(row, 0), rows - 1);
      column = Math.min(Math.max(column, 1), columns);
      intoView();
    });
    grid.addEventListener('click', function (event) {
      var cell = event.target.closest('td');
      if (cell && cell.parentElement.dataset.row) { row = Number(cell.parentElement.dataset.row); column = cell.cellIndex; show(); }
    });
    new MutationObserver(show).observe(grid.querySelector('tbody'), { childList: true });
  }

  window.millrace = {
    watchGrid: watchGrid,
    markPage: markPage,
    live: function () { setConnection('live', 'Live'); },
    focus: function (selector) { requestAnimationFrame(function () { var element = document.querySelector(selector); if (element) { element.focus(); } }); },
    copy: function (value) { return navigator.clipboard.writeText(value); }
  };
})();
