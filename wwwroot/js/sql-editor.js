// The editor of the query page as the server sees it: CodeMirror if its bundle is part of this build, otherwise a plain text area.
const draftKey = 'millrace.draft';

function plainEditor(host) {
  const area = document.createElement('textarea');
  area.className = 'plain-editor';
  area.value = host.text;
  area.spellcheck = false;
  area.dataset.testid = 'sql';
  area.setAttribute('aria-label', 'SQL query');
  area.setAttribute('aria-describedby', 'plain-editor-note');
  const note = document.createElement('p');
  note.className = 'hint';
  note.id = 'plain-editor-note';
  note.textContent = 'Plain text mode: this build has no editor bundle. Install Node 20 or later and build again for colours and completion.';
  area.addEventListener('input', host.onChange);
  area.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); host.onRun(); }
  });
  host.element.replaceChildren(area, note);
  return {
    text: () => area.value,
    statement: () => {
      const from = area.selectionStart, to = area.selectionEnd;
      if (from === to) { return { text: area.value, from: 0, line: 1, column: 1 }; }
      const before = area.value.slice(0, from).split('\n');
      return { text: area.value.slice(from, to), from, line: before.length, column: before.at(-1).length + 1 };
    },
    setText: value => { area.value = value; },
    insert: value => { area.setRangeText(value, area.selectionStart, area.selectionEnd, 'end'); area.focus(); host.onChange(); },
    mark: from => { area.setAttribute('aria-invalid', 'true'); area.setSelectionRange(from, from); },
    unmark: () => area.removeAttribute('aria-invalid'),
    setWords: () => {},
    focus: () => area.focus(),
    dispose: () => area.remove(),
  };
}

// What was typed but not run survives a reload of the same address.
function readDraft(base) {
  try {
    const draft = JSON.parse(sessionStorage.getItem(draftKey) || 'null');
    return draft && draft.base === base ? draft.text : null;
  } catch { return null; }
}
function writeDraft(base, text) {
  try { sessionStorage.setItem(draftKey, JSON.stringify({ base, text })); } catch { /* storage is full or closed: the text lives in the page */ }
}

export async function create(element, bundleUrl, text, owner) {
  let base = text, timer = 0, running = false, ran = { from: 0 };
  let editor;
  const save = () => { clearTimeout(timer); timer = setTimeout(() => writeDraft(base, editor.text()), 300); };
  const host = {
    element,
    text: readDraft(base) ?? text,
    onRun: () => owner.invokeMethodAsync('RequestRunAsync'),
    onChange: () => { editor.unmark(); save(); },
  };
  try {
    editor = (await import(new URL(bundleUrl, document.baseURI))).create(host);
  } catch {
    editor = plainEditor(host);
  }

  const onKey = event => {
    if (event.key === 'Escape' && running) { event.preventDefault(); owner.invokeMethodAsync('RequestCancelAsync'); }
  };
  document.addEventListener('keydown', onKey);

  return {
    // The text goes as a stream: a message of SignalR holds 32 KB. A stream must not be empty, hence the line end behind it.
    statement: () => { ran = editor.statement(); return new TextEncoder().encode(ran.text + '\n'); },
    statementStart: () => [ran.line, ran.column],
    setText: (value, newBase) => {
      if (newBase !== null) { base = newBase; }
      if (editor.text() !== value) { editor.setText(value); }
      editor.unmark();
      writeDraft(base, value);
    },
    setBase: value => { base = value; writeDraft(base, editor.text()); },
    insert: value => editor.insert(value),
    mark: (position, message) => editor.mark(ran.from + position, message),
    unmark: () => editor.unmark(),
    setWords: schema => editor.setWords(schema),
    setRunning: value => { running = value; },
    focus: () => editor.focus(),
    dispose: () => { clearTimeout(timer); document.removeEventListener('keydown', onKey); editor.dispose(); },
  };
}
