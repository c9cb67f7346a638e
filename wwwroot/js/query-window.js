// The query tabs of one browser window, with their texts. They outlive a reload, a lost connection and a restart of the server; a window
// that was closed is taken up by the next one that opens.
const prefix = 'millrace.window.';
const ownKey = 'millrace.window';
const handoverKey = 'millrace.handover';
const maxClosed = 20, maxWindows = 10, saveAfter = 300, answerWithin = 80;

let current = null;

function newId() { return Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join(''); }
function empty() { return { changedAt: 0, active: null, tabs: [], closed: [] }; }
function read(id) {
  try { return { ...empty(), ...JSON.parse(localStorage.getItem(prefix + id) || '{}') }; } catch { return empty(); }
}
function storedIds() {
  try { return Object.keys(localStorage).filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length)); } catch { return []; }
}
function ownId() { try { return sessionStorage.getItem(ownKey); } catch { return null; } }

class QueryWindow {
  constructor(onFull) {
    this.onFull = onFull;
    this.id = newId();
    this.state = empty();
    this.held = new Set();
    this.timer = 0;
    this.channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('millrace.windows') : null;
    if (this.channel) {
      this.channel.onmessage = event => {
        if (event.data.ask) { this.channel.postMessage({ held: this.id }); }
        if (event.data.held) { this.held.add(event.data.held); this.partFromTwin(event.data.held); }
      };
    }
    window.addEventListener('pagehide', () => this.save());
  }

  async open() {
    const mine = ownId();
    if (this.channel) { this.channel.postMessage({ ask: true }); }
    if (mine) {
      this.id = mine;
      this.state = read(mine);
    } else if (storedIds().length > 0) {
      await new Promise(done => setTimeout(done, answerWithin));
      const free = storedIds().filter(id => !this.held.has(id)).map(id => ({ id, state: read(id) })).sort((left, right) => right.state.changedAt - left.state.changedAt);
      if (free.length > 0) { this.id = free[0].id; this.state = free[0].state; }
      free.slice(maxWindows).forEach(old => localStorage.removeItem(prefix + old.id));
    }
    this.keepId();
    if (this.state.tabs.length === 0) { this.state.tabs.push({ id: newId(), title: 'Query 1', address: '', text: '', base: '' }); }
    if (!this.tab(this.state.active)) { this.state.active = this.state.tabs[0].id; }
    return this;
  }

  // A duplicated browser tab has its twin's id: from now on it is a window of its own with the same texts.
  partFromTwin(id) {
    if (id === this.id) { this.id = newId(); this.keepId(); this.save(); }
  }
  keepId() { try { sessionStorage.setItem(ownKey, this.id); } catch { /* private window: tabs last as long as the page */ } }

  // A text that was too long for its address.
  takeHandover() {
    try {
      const text = sessionStorage.getItem(handoverKey);
      sessionStorage.removeItem(handoverKey);
      return text;
    } catch { return null; }
  }

  tab(id) { return this.state.tabs.find(tab => tab.id === id); }
  textOf(id) { return this.tab(id)?.text ?? ''; }

  /** The server's word on order, names and results; texts stay as they are, and so does a tab it has not heard of yet. */
  keep(records, active) {
    const unheard = this.state.tabs.filter(tab => tab.isUnheard && !records.some(record => record.id === tab.id));
    this.state.tabs = [...records.map(record => ({ text: '', base: '', ...this.tab(record.id), ...record, isUnheard: false })), ...unheard];
    if (!unheard.some(tab => tab.id === this.state.active)) { this.state.active = active; }
    this.saveSoon();
  }
  close(id) {
    const tab = this.tab(id);
    if (tab && tab.text) { this.state.closed = [...this.state.closed.filter(other => other.id !== id), tab].slice(-maxClosed); }
    this.state.tabs = this.state.tabs.filter(other => other.id !== id);
    this.saveSoon();
  }
  reopen() {
    const tab = this.state.closed.pop();
    if (tab) { this.state.tabs.push(tab); }
    return tab ?? null;
  }
  setText(id, text) {
    const tab = this.tab(id) ?? this.add(id);
    tab.text = text;
    this.saveSoon();
  }
  setBase(id, text) {
    const tab = this.tab(id) ?? this.add(id);
    tab.base = text;
    this.saveSoon();
  }
  isDirty(id) { const tab = this.tab(id); return !!tab && tab.text !== tab.base; }
  add(id) {
    const tab = { id, text: '', base: '' };
    this.state.tabs.push(tab);
    return tab;
  }
  /** An empty tab; its id. */
  insert() {
    const tab = this.add(newId());
    tab.isUnheard = true;
    this.saveSoon();
    return tab.id;
  }

  saveSoon() { clearTimeout(this.timer); this.timer = setTimeout(() => this.save(), saveAfter); }
  save() {
    clearTimeout(this.timer);
    this.state.changedAt = Date.now();
    try {
      localStorage.setItem(prefix + this.id, JSON.stringify(this.state));
    } catch {
      this.state.closed = []; // room for what is open comes first
      try { localStorage.setItem(prefix + this.id, JSON.stringify(this.state)); } catch { this.onFull(); }
    }
  }
}

/** The window's tabs; one for all visits of the query page in this document. */
export async function openWindow(onFull) {
  current ??= await new QueryWindow(onFull).open();
  current.onFull = onFull;
  return current;
}
