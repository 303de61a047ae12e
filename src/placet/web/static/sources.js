/* Files dropped on the page; a mark in the article and its entry in the register lit together; looking again. */
(() => {
  "use strict";

  const drop = document.querySelector("[data-drop]");
  if (drop) {
    const files = drop.querySelector("input[type=file]");
    const words = drop.querySelector("[data-drop-words]");
    words.textContent = `${words.dataset.dropWords} ${words.textContent}`;
    const send = () => {
      drop.querySelector(".working").hidden = false;
      drop.requestSubmit();
    };
    const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    document.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      drop.classList.add("over");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) drop.classList.remove("over");
    });
    document.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      drop.classList.remove("over");
      files.files = event.dataTransfer.files;
      if (files.files.length) send();
    });
    drop.addEventListener("submit", () => { drop.querySelector(".working").hidden = false; });
  }

  if (document.querySelector("[data-working]")) setTimeout(() => location.reload(), 1200);

  const light = (number) => {
    for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
    for (const one of document.querySelectorAll(`[data-number="${number}"]`)) one.classList.add("lit");
  };
  document.addEventListener("click", (event) => {
    const inside = event.target.closest("[data-number]");
    if (!inside) return;
    const number = inside.dataset.number;
    light(number);
    if (event.target.closest("a:not(.number)")) return;
    const other = inside.matches("mark") ? `s-${number}` : `m-${number}`;
    event.preventDefault();
    document.getElementById(other)?.scrollIntoView({ block: "nearest" });
    history.replaceState(history.state, "", `#${other}`);
  });
})();
