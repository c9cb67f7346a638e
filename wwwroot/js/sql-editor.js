// The editor of the query page as the server sees it: one for all tabs, CodeMirror if its bundle is part of this build, otherwise a plain
// text area. Typing sends nothing; the server asks for what it runs.
import { openWindow } from './query-window.js';
import { splitStatements, statementAt } from './sql-statements.js';

const checkAfter = 300, maxChecked = 8000;

function plainEditor(host) {
  const area = document.createElement('textarea');
  area.className = 'plain-editor';
  area.spellcheck = false;
  area.dataset.testid = 'sql';
  area.setAttribute('aria-label', 'SQL query');
  area.setAttribute('aria-describedby', 'plain-editor-note');
  const note = document.createElement('p');
  note.className = 'hint';
  note.id = 'plain-editor-note';
  note.textContent = 'Plain text mode: this build has no editor bundle. Install Node 20 or later and build again for colours and completion.';
  area.addEventListener('input', host.onChange);
  host.element.replaceChildren(area, note);
  return {
    text: () => area.value,
    selection: () => ({ from: area.selectionStart, to: area.selectionEnd }),
    show: (id, text) => { area.value = text; },
    forget: () => {},
    setText: value => { area.value = value; },
    replace: (from, to, value) => { area.setRangeText(value, from, to, 'end'); area.focus(); host.onChange(); },
    mark: from => { area.setAttribute('aria-invalid', 'true'); area.setSelectionRange(from, from); },
    unmark: () => area.removeAttribute('aria-invalid'),
    setWords: () => {},
    focus: () => area.focus(),
    dispose: () => area.remove(),
  };
}

function placeOf(text, from) {
  const before = text.slice(0, from).split('\n');
  return { line: before.length, column: before.at(-1).length + 1 };
}
function asStatement(text, range) { return { sql: text.slice(range.from, range.to), offset: range.from, ...placeOf(text, range.from) }; }
// Texts go as streams: a message of SignalR holds 32 KB.
function stream(value) { return new TextEncoder().encode(JSON.stringify(value)); }

// Keys of the query page; the page's help lists them. null: only while something runs.
function commandOf(event) {
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (control && event.key === 'Enter') { return event.shiftKey ? 'run-all' : 'run'; }
  if (control && !event.shiftKey && !event.altKey && key === 's') { return 'save'; }
  if (!event.altKey || control) { return null; }
  const letter = event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : key; // Alt and a letter may write a sign
  if (event.shiftKey) { return { f: 'format', t: 'reopen' }[letter] ?? null; }
  if (/^Digit[1-9]$/.test(event.code)) { return 'tab-' + event.code.slice(5); }
  return { e: 'explain', t: 'new', w: 'close', l: 'share' }[letter] ?? null;
}

export async function create(element, bundleUrl, owner) {
  const pages = await openWindow(() => owner.invokeMethodAsync('NoteFullStorageAsync'));
  let active = null, running = false, checkTimer = 0;
  let editor;

  const tellDirty = () => {
    const dirty = pages.isDirty(active), tab = pages.tab(active);
    if (tab && tab.isDirty !== dirty) { tab.isDirty = dirty; owner.invokeMethodAsync('NoteDirtyAsync', active, dirty); }
  };
  const check = async () => {
    const text = editor.text(), asked = active;
    const range = statementAt(text, editor.selection().from);
    const sql = text.slice(range.from, range.to);
    if (!sql || sql.length > maxChecked || running) { return; }
    const problem = await owner.invokeMethodAsync('CheckAsync', sql);
    if (asked === active && editor.text() === text && problem) { editor.mark(range.from + problem.position, problem.message, true); }
  };
  const host = {
    element, splitStatements, statementAt,
    onChange: () => {
      editor.unmark();
      pages.setText(active, editor.text());
      tellDirty();
      clearTimeout(checkTimer);
      checkTimer = setTimeout(check, checkAfter);
    },
  };
  try {
    editor = (await import(new URL(bundleUrl, document.baseURI))).create(host);
  } catch {
    editor = plainEditor(host);
  }

  // On a phone the tables would push the editor off the screen.
  const tables = document.querySelector('.query-tables'), wide = matchMedia('(min-width: 768px)');
  const fold = () => { if (tables) { tables.open = wide.matches; } };
  wide.addEventListener('change', fold);
  fold();

  const show = id => {
    if (id === active) { return; }
    active = id;
    pages.state.active = id;
    editor.show(id, pages.textOf(id));
  };

  // What is typed before the server knows of the tabs is in one already.
  active = pages.state.active;
  editor.show(active, pages.textOf(active));

  // What is typed behind a key that changes tabs belongs to the new one, however long the server takes to hear of it.
  const follow = command => {
    const target = command === 'new' ? pages.insert() : command.startsWith('tab-') ? pages.state.tabs[command.slice(4) - 1]?.id : null;
    if (!target) { return command; }
    show(target);
    editor.focus();
    return (command === 'new' ? 'new-' : 'tab-') + target;
  };
  const onKey = event => {
    if (document.querySelector('.mud-dialog')) { return; }
    if (event.key === 'Escape' && running && !document.querySelector('.cm-tooltip-autocomplete')) { event.preventDefault(); owner.invokeMethodAsync('CommandAsync', 'cancel'); return; }
    const command = commandOf(event);
    if (!command) { return; }
    event.preventDefault();
    event.stopPropagation();
    owner.invokeMethodAsync('CommandAsync', follow(command));
  };
  document.addEventListener('keydown', onKey, true);

  return {
    window: () => stream({
      tabs: pages.state.tabs.map(({ text, base, ...record }) => ({ title: 'Query', address: '', isNamed: false, isDirty: text !== base, ...record })),
      active: pages.state.active, handover: pages.takeHandover(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    keep: (records, front) => pages.keep(records, front),
    openTab: (id, text) => {
      if (text === '' && pages.tab(id)) { return; } // made here, and perhaps typed into
      pages.setText(id, text);
      pages.setBase(id, text);
      if (id === active) { editor.show(id, text); }
    },
    showTab: id => { show(id); tellDirty(); },
    closeTab: id => { pages.close(id); editor.forget(id); },
    reopenTab: () => { const tab = pages.reopen(); return stream(tab ? (({ text, base, ...record }) => record)(tab) : null); },
    read: all => {
      const text = editor.text(), selected = editor.selection();
      const ranges = all ? splitStatements(text) : [selected.from < selected.to ? selected : statementAt(text, selected.from)];
      return stream({ text, statements: ranges.map(range => asStatement(text, range)).filter(statement => statement.sql.trim()) });
    },
    setText: value => { if (editor.text() !== value) { editor.setText(value); } },
    setBase: () => { pages.setBase(active, editor.text()); tellDirty(); },
    insert: value => { const place = editor.selection(); editor.replace(place.from, place.to, value); },
    replace: (from, to, value) => editor.replace(from, to, value),
    mark: (position, message) => editor.mark(position, message, false),
    setWords: schema => editor.setWords(schema),
    setRunning: value => { running = value; },
    isHidden: () => document.hidden,
    focus: () => editor.focus(),
    dispose: () => { pages.save(); clearTimeout(checkTimer); document.removeEventListener('keydown', onKey, true); wide.removeEventListener('change', fold); editor.dispose(); },
  };
}
