/* The review by keyboard: one key, one button; what a key opens takes the letters until it is closed. */
(() => {
  "use strict";

  const ARROWS = { ArrowRight: "n", ArrowLeft: "p" };
  const passage = document.querySelector("[data-passage]");
  const content = passage?.querySelector("mark");
  if (content) {
    const place = content.getBoundingClientRect(), box = passage.getBoundingClientRect();
    if (place.bottom > box.bottom) passage.scrollTop += place.top - box.top - box.height / 3;
  }

  const panels = () => document.querySelectorAll("details.asks, details.keys");
  const close = () => {
    for (const one of panels()) one.open = false;
    document.activeElement?.blur();
  };
  const first = (panel) => panel.querySelector("form :is(input:not([type=hidden]), select, textarea)");
  let isSent = false;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if ([...panels()].some((one) => one.open)) { event.preventDefault(); close(); }
      return;
    }
    if (event.target.closest("input, select, textarea")) return;
    const key = ARROWS[event.key] ?? (event.key.length === 1 ? event.key.toLowerCase() : "");
    const found = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!found || found.disabled || isSent) return;
    event.preventDefault();
    if (found.matches("summary")) {
      const panel = found.parentElement;
      const isOpen = panel.open;
      for (const one of panels()) one.open = false;
      panel.open = !isOpen;
      if (panel.open) (first(panel) ?? found).focus();
    } else {
      found.click();
    }
  });

  document.addEventListener("toggle", (event) => {
    if (!event.target.open || !event.target.matches("details.asks, details.keys")) return;
    for (const one of panels()) if (one !== event.target) one.open = false;
  }, true);

  /* What is typed ahead while a decision is on its way must not be taken for a second one. */
  document.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  addEventListener("pageshow", () => { isSent = false; });

  const open = document.querySelector("details.asks[open]");
  if (open) first(open)?.focus();
  document.documentElement.dataset.keys = "ready";
})();
