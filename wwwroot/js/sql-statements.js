// Where the statements of a text begin and end: at semicolons outside of quotes and comments. SETs belong to the query behind them.
export function splitStatements(text) {
  const statements = [];
  let start = 0, position = 0;
  const add = end => {
    const piece = text.slice(start, end);
    const lead = piece.length - piece.trimStart().length;
    if (piece.trim()) { statements.push({ from: start + lead, to: start + piece.trimEnd().length }); }
    start = end;
  };
  while (position < text.length) {
    const two = text.slice(position, position + 2);
    if (two === '--') { position = after(text, '\n', position); continue; }
    if (two === '/*') { position = after(text, '*/', position + 2); continue; }
    const letter = text[position];
    if (letter === "'" || letter === '"') { position = after(text, letter, position + 1); continue; }
    position += 1;
    if (letter === ';') { add(position); }
  }
  add(text.length);
  return joinSettings(text, statements);
}

function after(text, mark, from) {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end + mark.length;
}

function joinSettings(text, statements) {
  const joined = [];
  let open = null;
  for (const statement of statements) {
    const whole = open ? { from: open.from, to: statement.to } : statement;
    const bare = text.slice(statement.from, statement.to).replace(/^(\s|--[^\n]*\n|\/\*[^]*?\*\/)+/, '');
    open = /^set\b/i.test(bare) ? whole : null;
    if (!open) { joined.push(whole); }
  }
  if (open) { joined.push(open); }
  return joined;
}

/** The statement that a place belongs to: the one it stands in or directly behind, otherwise the next. */
export function statementAt(text, position) {
  const statements = splitStatements(text);
  return statements.find(statement => position <= statement.to) ?? statements.at(-1) ?? { from: 0, to: 0 };
}
