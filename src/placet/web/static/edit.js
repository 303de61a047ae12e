/* The editor: a plain field made comfortable. Without script the field is all there is, and all that is sent. */
(async () => {
  "use strict";
  const form = document.querySelector("[data-editing]");
  if (!form || !globalThis.codemirror) return;
  const cm = globalThis.codemirror;
  const area = form.querySelector("textarea[name=text]");
  const live = form.querySelector("[data-live]");
  const list = form.querySelector("[data-messages]");
  const said = form.dataset;
  const WAIT_MS = 500;

  const words = new Set(), options = [];
  try {
    const found = await (await fetch(said.words, { headers: { Accept: "application/json" } })).json();
    for (const word of found.words) words.add(word);
    options.push(...found.names.map((one) => ({ label: one.name, type: "variable", detail: one.kind, info: one.title || undefined })));
    options.push(...found.words.map((word) => ({ label: word, type: "keyword", boost: -1 })));
  } catch { /* Without them nothing is coloured or completed; the rest goes on. */ }

  /* A block of rules: words of the language, names, texts, days, notes. The words come from the server. */
  const rules = cm.StreamLanguage.define({
    name: "placet",
    startState: () => ({}),
    token(stream) {
      if (stream.eatSpace()) return null;
      if (stream.match(/^#.*/)) return "comment";
      if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
      if (stream.match(/^\d[\d.,-]*/)) return "number";
      const word = stream.match(/^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)?/u);
      if (word) return words.has(word[0]) ? "keyword" : "variableName";
      stream.next();
      return null;
    },
  });
  const t = cm.tags;
  const prose = new cm.Language(
    cm.defineLanguageFacet({}),
    cm.markdown.configure(cm.parseCode({ codeParser: (info) => (/^placet\b/.test(info) ? rules.parser : null) })),
    [],
    "markdown",
  );
  /* Colours are those of the page, by its own tokens; weight and slant say the same. */
  const colours = cm.HighlightStyle.define([
    { tag: t.heading, fontWeight: "700", color: "var(--ink)" },
    { tag: t.strong, fontWeight: "700" },
    { tag: t.emphasis, fontStyle: "italic" },
    { tag: t.keyword, fontWeight: "600", color: "var(--accent)" },
    { tag: t.string, color: "var(--sided)" },
    { tag: t.number, color: "var(--open)" },
    { tag: t.comment, fontStyle: "italic", color: "var(--faint)" },
    { tag: [t.processingInstruction, t.labelName, t.url], color: "var(--faint)" },
  ]);
  const frame = cm.EditorView.theme({
    "&": { height: "100%", fontSize: ".8125rem", color: "var(--ink)", backgroundColor: "var(--raised)", border: "1px solid var(--line-strong)", borderRadius: "4px" },
    "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "0" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", overflow: "auto" },
    ".cm-content": { caretColor: "var(--ink)" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--faint)", border: "0", borderRight: "1px solid var(--line)" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent-ground) 55%, transparent)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in srgb, var(--accent) 28%, transparent)" },
    ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "4px", fontFamily: "var(--font)" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--ground)" },
    ".cm-completionDetail": { fontStyle: "normal", opacity: "1", marginLeft: "1em" },
    ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", borderColor: "var(--line)" },
    ".cm-diagnostic": { padding: ".3rem .6rem", maxWidth: "34rem" },
    ".cm-diagnostic code": { fontFamily: "var(--mono)" },
  });

  /* What is typed is kept in this browser until the server has it, so that neither a reload nor a fallen server loses it. */
  const STORED = `placet-typed:${said.check}`, base = form.querySelector("input[name=base]");
  const store = () => {
    try { localStorage.setItem(STORED, JSON.stringify({ text: area.value, base: base.value })); } catch { /* the server keeps it */ }
  };
  const forget = () => {
    try { localStorage.removeItem(STORED); } catch { /* there is nothing */ }
  };
  let restored = false;
  try {
    const found = JSON.parse(localStorage.getItem(STORED));
    if (found && typeof found.text === "string" && found.text !== area.value) {
      area.value = found.text;
      base.value = found.base;
      restored = true;
    }
  } catch { /* nothing was kept */ }

  /* A root of its own: the policy of these pages allows no style that is written into the page. */
  const place = document.createElement("div");
  place.className = "editor";
  area.before(place);
  const root = place.attachShadow({ mode: "open" });

  const complete = (context) => {
    const word = context.matchBefore(/[\p{L}_][\p{L}\p{N}_.-]*/u);
    if (!options.length || (!word && !context.explicit)) return null;
    if (!inBlock(context.state, context.pos)) return null;
    return { from: word ? word.from : context.pos, options, validFor: /^[\p{L}\p{N}_.-]*$/u };
  };
  const inBlock = (state, at) => {
    let open = false;
    const last = state.doc.lineAt(at).number;
    for (let number = 1; number < last; number += 1) {
      const line = state.doc.line(number).text;
      if (open ? /^ {0,3}(`{3,}|~{3,})[ \t]*$/.test(line) : /^ {0,3}(`{3,}|~{3,})[ \t]*placet\b/.test(line)) open = !open;
    }
    return open;
  };

  let timer = 0, running = null;
  const changed = cm.EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    area.value = view.state.doc.toString();
    store();
    for (const field of form.querySelectorAll("input[name=looked]")) field.remove();
    clearTimeout(timer);
    timer = setTimeout(check, WAIT_MS);
  });
  const view = new cm.EditorView({
    root,
    parent: root,
    state: cm.EditorState.create({
      doc: area.value,
      extensions: [
        cm.lineNumbers(), cm.lintGutter(), cm.highlightSpecialChars({ addSpecialChars: /[\u200c\u200d\u202a-\u202c\u2060-\u2064\u2068\u3164\uffa0]/g }), cm.history(), cm.drawSelection(),
        cm.highlightActiveLine(), cm.highlightActiveLineGutter(), cm.bracketMatching(), cm.highlightSelectionMatches(),
        cm.search({ top: true }), cm.autocompletion({ override: [complete] }), cm.syntaxHighlighting(colours),
        new cm.LanguageSupport(prose), frame, changed, cm.EditorView.lineWrapping,
        cm.EditorView.contentAttributes.of({ "aria-label": form.querySelector("label[for=text]").textContent, id: "editor", lang: "en" }),
        /* Tab goes on to what follows, so that nobody is caught here without a mouse. */
        cm.keymap.of([
          { key: "Mod-s", run: () => { form.querySelector("button[value=check]").click(); return true; } },
          ...cm.completionKeymap, ...cm.searchKeymap, ...cm.historyKeymap, ...cm.lintKeymap, ...cm.defaultKeymap,
        ]),
      ],
    }),
  });
  view.scrollDOM.tabIndex = 0;
  /* Lines wrap anew when the place gets another width; the numbers beside them follow once that is over. */
  let settled = 0;
  new ResizeObserver(() => {
    clearTimeout(settled);
    settled = setTimeout(() => view.requestMeasure(), 120);
  }).observe(place);
  area.hidden = true;
  place.dataset.ready = "yes";

  /* Offsets are told in whole characters; a browser counts those beyond the first plane twice. */
  const at = (text, offset) => {
    let units = 0, left = offset;
    for (const letter of text) {
      if (left <= 0) break;
      units += letter.length;
      left -= 1;
    }
    return units;
  };

  const body = () => {
    const sent = new FormData();
    for (const [name, value] of Object.entries({ text: area.value, base: base.value, keep: "yes" })) sent.set(name, value);
    return sent;
  };
  async function check() {
    if (running) running.abort();
    running = new AbortController();
    const text = area.value;
    let answer;
    try {
      const response = await fetch(said.check, { method: "POST", body: body(), signal: running.signal, headers: { Accept: "application/json" } });
      answer = await response.json();
      if (!response.ok) throw new Error(answer.error ? answer.error.message : String(response.status));
    } catch (error) {
      if (error.name !== "AbortError") live.textContent = said.saidAway;
      return;
    }
    if (text !== area.value) return;
    if (answer.kept) forget();
    const plain = /^[\x00-\uD7FF\uE000-\uFFFF]*$/.test(text);
    const marks = [];
    for (const one of answer.diagnostics) {
      if (one.start === null) continue;
      const from = plain ? one.start : at(text, one.start), to = plain ? one.end : at(text, one.end);
      marks.push({
        from: Math.min(from, text.length), to: Math.min(Math.max(to, from), text.length),
        severity: one.severity === "note" ? "info" : one.severity, source: one.code,
        message: [one.title, one.message, one.help].filter(Boolean).join(". "),
      });
    }
    view.dispatch(cm.setDiagnostics(view.state, marks));
    live.textContent = [
      restored ? said.saidRestored : "",
      answer.changed_on_disk ? said.saidChanged : "",
      answer.diagnostics.length ? "" : said.saidSound,
      answer.kept === false ? said.saidLost : said.saidKept,
    ].filter(Boolean).join(" ");
    list.replaceChildren(...answer.diagnostics.slice(0, 8).map((one) => {
      const item = document.createElement("li"), go = document.createElement(one.start === null ? "span" : "button");
      const words = document.createElement("span"), title = document.createElement("strong");
      item.className = one.severity;
      words.lang = "en";
      words.textContent = `${one.message}${one.help ? `. ${one.help}` : ""}`;
      title.textContent = one.title || "";
      go.textContent = `${one.code} ${one.line ? `${said.saidLine} ${one.line}` : one.file || ""}`;
      if (one.start !== null) {
        go.type = "button";
        go.addEventListener("click", () => go_to(plain ? one.start : at(text, one.start)));
      }
      item.append(go, " ", title, one.title ? " · " : "", words);
      return item;
    }));
    const wasHidden = list.hidden;
    list.hidden = !answer.diagnostics.length;
    /* The messages take their room from the editor: the line that is typed must not go under them. */
    if (wasHidden !== list.hidden && view.hasFocus) {
      view.dispatch({ effects: cm.EditorView.scrollIntoView(view.state.selection.main.head, { y: "nearest" }) });
    }
  }

  const go_to = (offset) => {
    view.dispatch({ selection: { anchor: offset }, effects: cm.EditorView.scrollIntoView(offset, { y: "center" }) });
    view.focus();
  };

  /* Who goes back to the file as it is wants nothing of this back. */
  document.addEventListener("submit", (event) => {
    if (event.submitter && ["discard", "theirs"].includes(event.submitter.value)) forget();
  });

  if (restored) {
    for (const field of form.querySelectorAll("input[name=looked]")) field.remove();
    check();
  } else forget();
  const line = Number(said.line);
  if (line > 0 && line <= view.state.doc.lines) go_to(view.state.doc.line(line).from);
})();
