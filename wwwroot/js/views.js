// What result views do in the browser by themselves: cells, menus, charts. Loaded after the shell; no module, no dependencies.
(function () {
  'use strict';

  // Cells of a result: arrow keys move, Ctrl+C copies. Rows come and go while scrolling, so the place is kept as numbers.
  function watchGrid(grid, owner) {
    var row = 0, column = 1;
    function rowElement() { return grid.querySelector('tr[data-row="' + row + '"]'); }
    function openCell() { if (show()) { owner.invokeMethodAsync('OpenCellAsync', row, column - 1); } }
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
        case 'Enter': if (event.target === grid) { event.preventDefault(); openCell(); } return;
        case 'c': case 'C': {
          var cell = far && window.getSelection().isCollapsed && show();
          if (cell) { window.millrace.copy(cell.title || cell.textContent); }
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
    grid.addEventListener('dblclick', function (event) { if (event.target.closest('td')) { openCell(); } });
    new MutationObserver(show).observe(grid.querySelector('tbody'), { childList: true });
  }

  // A menu belongs to its button: below it, inside the window, focus inside; Esc and a click elsewhere close it.
  function openMenu(menuId, buttonId) {
    var menu = document.getElementById(menuId), button = document.getElementById(buttonId);
    if (!menu || !button || !menu.showPopover) { return; }
    menu.showPopover();
    var place = button.getBoundingClientRect();
    menu.style.left = Math.max(4, Math.min(place.left, window.innerWidth - menu.offsetWidth - 8)) + 'px';
    menu.style.top = Math.max(4, Math.min(place.bottom + 2, window.innerHeight - menu.offsetHeight - 8)) + 'px';
    var first = menu.querySelector('button:not(:disabled)');
    if (first) { first.focus(); }
  }
  function closeMenu(menuId) {
    var menu = document.getElementById(menuId);
    if (menu && menu.hidePopover && menu.matches(':popover-open')) { menu.hidePopover(); }
  }
  document.addEventListener('keydown', function (event) {
    var menu = event.target.closest && event.target.closest('.menu');
    if (!menu || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) { return; }
    var items = Array.from(menu.querySelectorAll('button:not(:disabled)'));
    var next = items.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  });

  // A chart tells the server its room and where the pointer is, at most twelve times a second.
  function watchChart(figure, owner) {
    var svg = figure.querySelector('svg'), waiting = 0, last = -1;
    function tell(place) {
      last = place;
      if (waiting) { return; }
      waiting = setTimeout(function () { waiting = 0; owner.invokeMethodAsync('Hover', last); }, 80);
    }
    function move(event) {
      var drawing = figure.querySelector('svg'), box = drawing.getBoundingClientRect();
      tell((event.clientX - box.left) * drawing.viewBox.baseVal.width / box.width);
    }
    function leave() { tell(-1); }
    figure.addEventListener('pointermove', move);
    figure.addEventListener('pointerleave', leave);
    var sizes = new ResizeObserver(function (entries) {
      var box = entries[0].contentRect;
      clearTimeout(sizes.timer);
      sizes.timer = setTimeout(function () { owner.invokeMethodAsync('Resize', Math.floor(box.width), Math.max(240, Math.min(420, Math.floor(box.width * 0.42)))); }, 60);
    });
    sizes.observe(svg.parentElement);
    return {
      dispose: function () {
        clearTimeout(waiting); clearTimeout(sizes.timer); sizes.disconnect();
        figure.removeEventListener('pointermove', move); figure.removeEventListener('pointerleave', leave);
      }
    };
  }

  // The drawing as it looks: colours of the style sheet become attributes, so that the file stands alone.
  function standalone(figure) {
    var source = figure.querySelector('svg'), copy = source.cloneNode(true);
    var originals = source.querySelectorAll('*'), copies = copy.querySelectorAll('*');
    originals.forEach(function (element, index) {
      var style = getComputedStyle(element);
      ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'fill-opacity', 'font-family', 'font-size', 'text-anchor'].forEach(function (name) {
        copies[index].setAttribute(name, style.getPropertyValue(name));
      });
    });
    var size = source.viewBox.baseVal;
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.setAttribute('width', size.width);
    copy.setAttribute('height', size.height);
    return { text: new XMLSerializer().serializeToString(copy), width: size.width, height: size.height, background: getComputedStyle(figure).backgroundColor };
  }
  function save(address, name) {
    var link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
  }
  function saveChart(figure, format) {
    var drawing = standalone(figure), address = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(drawing.text);
    if (format === 'svg') { save(address, 'chart.svg'); return; }
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement('canvas'), context = canvas.getContext('2d');
      canvas.width = drawing.width * 2; canvas.height = drawing.height * 2;
      context.scale(2, 2);
      context.fillStyle = drawing.background;
      context.fillRect(0, 0, drawing.width, drawing.height);
      context.drawImage(image, 0, 0, drawing.width, drawing.height);
      save(canvas.toDataURL('image/png'), 'chart.png');
    };
    image.src = address;
  }

  Object.assign(window.millrace, { watchGrid: watchGrid, openMenu: openMenu, closeMenu: closeMenu, watchChart: watchChart, saveChart: saveChart });
})();
