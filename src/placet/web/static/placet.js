/* What pages do with script beyond htmx. Every page works without it. */
(() => {
  "use strict";

  /* Open menus close when something else is touched, or by Escape. */
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  /* Where the navigation has not room for all, the page that is open is in sight. */
  for (const here of document.querySelectorAll(":is(.sections, .switch) [aria-current]")) {
    const list = here.closest("ul"), at = here.getBoundingClientRect(), frame = list.getBoundingClientRect();
    if (at.left < frame.left || at.right > frame.right) {
      list.scrollLeft += at.left - frame.left - (frame.width - at.width) / 2;
    }
  }

  /* Where was I: the last questions asked in this browser, kept in it and nowhere else. */
  const KEPT = "placet-recent", MOST = 6;
  const recent = () => {
    try { return JSON.parse(localStorage.getItem(KEPT)) || []; } catch { return []; }
  };
  const keep = () => {
    const mark = document.querySelector("[data-remember]");
    if (!mark || !mark.dataset.remember) return;
    const address = location.pathname + location.search;
    const entry = { address, title: mark.dataset.remember, at: Date.now() };
    const others = recent().filter((one) => one.address !== address && one.title !== entry.title);
    try { localStorage.setItem(KEPT, JSON.stringify([entry, ...others].slice(0, MOST))); } catch { /* nothing is kept */ }
  };
  const showRecent = () => {
    const place = document.querySelector("[data-recent]");
    const found = recent().filter((one) => typeof one.address === "string" && /^\/(?!\/)/.test(one.address));
    if (!place || !found.length) return;
    const list = place.querySelector("ul");
    for (const one of found) {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = one.address;
      link.textContent = one.title;
      item.append(link);
      list.append(item);
    }
    place.hidden = false;
  };
  keep();
  showRecent();
  document.addEventListener("htmx:after:settle", keep);

  /* Copy what stands in an element: <button data-copy="#id" data-done="Copied">. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const from = document.querySelector(button.dataset.copy);
    const text = from.dataset.absolute ? new URL(from.textContent.trim(), location.href).href : from.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(from);
      return;
    }
    const said = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = said; }, 1500);
  });

  /* A day as a slider over the days on which something changes:
     <div data-slider="on" data-days='["2014-11-17", …]'> with an input type=range, hidden until script is there. */
  const sliders = (root) => {
    for (const box of root.querySelectorAll("[data-slider]")) {
      const range = box.querySelector("input[type=range]");
      if (range.dataset.ready) continue;
      range.dataset.ready = "yes";
      const days = JSON.parse(box.dataset.days);
      const day = box.querySelector("input[type=date]");
      const all = box.querySelector("input[type=checkbox]");
      const last = all ? days.length : days.length - 1;
      const written = (at) => (at >= days.length ? box.dataset.all : days[at]);
      const place = () => {
        let at = 0;
        while (at + 1 < days.length && days[at + 1] <= day.value) at += 1;
        range.value = all && (all.checked || !day.value) ? last : at;
        range.setAttribute("aria-valuetext", written(Number(range.value)));
      };
      range.max = last;
      range.addEventListener("input", () => {
        const at = Number(range.value);
        if (all) all.checked = at >= days.length;
        day.value = at >= days.length ? "" : days[at];
        range.setAttribute("aria-valuetext", written(at));
        day.dispatchEvent(new Event("dayset", { bubbles: true }));
      });
      day.addEventListener("change", () => { if (all) all.checked = !day.value; place(); });
      if (all) all.addEventListener("change", () => { if (all.checked) day.value = ""; place(); });
      place();
      range.hidden = false;
    }
  };
  sliders(document);
  document.addEventListener("htmx:after:swap", () => sliders(document));

  /* Where the page is narrow, each cell of a wide table says its column: the style sheet shows it. */
  const label = () => {
    for (const table of document.querySelectorAll(".scroll > table.stacks")) {
      const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
      for (const row of table.tBodies[0].rows) {
        for (const cell of row.cells) if (cell.colSpan === 1) cell.dataset.label = heads[cell.cellIndex] || "";
      }
    }
  };
  const narrow = matchMedia("(max-width: 40rem)");
  if (narrow.matches) label();
  narrow.addEventListener("change", () => { if (narrow.matches) label(); });
  document.addEventListener("htmx:after:swap", () => { if (narrow.matches) label(); });

  /* Of a set, `none` and its members exclude each other. */
  document.addEventListener("change", (event) => {
    const ticks = event.target.closest(".many .ticks");
    if (!ticks || !event.target.checked) return;
    for (const box of ticks.querySelectorAll("input")) {
      if (box !== event.target && (box.value === "none" || event.target.value === "none")) box.checked = false;
    }
  }, true);

  /* What was changed before the scripts were there, or was put back by the browser, is answered too. */
  const isChanged = (one) => {
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    if (one.tagName === "SELECT") {
      const own = [...one.options].findIndex((option) => option.defaultSelected);
      return one.selectedIndex !== Math.max(own, 0);
    }
    return ["date", "text", "number"].includes(one.type) && one.value !== one.defaultValue;
  };
  let isAnswered = false;
  const catchUp = () => {
    const form = document.querySelector("form[hx-get]");
    if (isAnswered || !form || ![...form.elements].some(isChanged)) return;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("htmx:before:request", () => { isAnswered = true; });
  /* The library begins a moment after the page is there; looking again costs nothing. */
  window.addEventListener("load", () => { for (const wait of [50, 400, 1500]) setTimeout(catchUp, wait); });

  /* What is left empty in a list's conditions says nothing in its address, which somebody may send on. */
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("form.filters")) return;
    const names = new Set([...event.formData.keys()]);
    for (const name of names) if (event.formData.getAll(name).every((value) => value === "")) event.formData.delete(name);
  });

  /* Who goes back finds the conditions that the list below them has, and not those that were chosen on leaving. */
  addEventListener("pageshow", (event) => {
    const [came] = performance.getEntriesByType("navigation");
    if (!event.persisted && came?.type !== "back_forward") return;
    for (const form of document.querySelectorAll("form[method=get]:not([hx-get])")) form.reset();
  });

  /* Forms that answer while they are filled in need no button. */
  for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;

  /* Open or close every line of a proof at once. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-unfold]");
    if (!button) return;
    const lines = [...document.querySelectorAll(`${button.dataset.unfold} details`)];
    const open = lines.some((one) => !one.open);
    for (const one of lines) one.open = open;
    button.setAttribute("aria-expanded", String(open));
  });
})();
