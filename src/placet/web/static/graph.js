/* Draws what the table of the page lists. A click on a node opens or closes it, which is an address like any other. */
(() => {
  const box = document.getElementById("graph");
  const slide = document.getElementById("slide");
  const day = document.getElementById("on");
  if (!box || !window.cytoscape) return;

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const SHAPES = { party: "ellipse", office: "ellipse", voice: "ellipse", instrument: "rectangle", rule: "diamond", reading: "round-tag", statement: "round-rectangle" };
  const TOKENS = { party: "accent", office: "accent", voice: "accent", instrument: "sided", rule: "contested", reading: "open", statement: "none" };
  let drawing = null;
  let places = {};

  function style() {
    const sheet = [
      { selector: "node", style: { label: "data(label)", color: token("--ink"), "font-size": 15, "text-wrap": "wrap", "text-max-width": 130, "text-valign": "bottom", "text-margin-y": 4, "text-background-color": token("--raised"), "text-background-opacity": 0.85, "text-background-padding": 1, width: 22, height: 22, "border-width": 2 } },
      { selector: "edge", style: { width: 1.2, "line-color": token("--line-strong"), "target-arrow-color": token("--line-strong"), "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier" } },
      { selector: "edge.near", style: { label: "data(kind)", "font-size": 10, color: token("--faint"), "text-background-color": token("--raised"), "text-background-opacity": 1, "text-background-padding": 2, "line-color": token("--accent"), "target-arrow-color": token("--accent") } },
      { selector: "node.open", style: { "border-width": 4 } },
      { selector: "node.more", style: { "border-style": "double", "border-width": 4 } },
    ];
    for (const kind of Object.keys(SHAPES)) {
      const solid = kind === "party";
      sheet.push({ selector: `node.${kind}`, style: { shape: SHAPES[kind], "background-color": token(solid ? "--accent" : `--${TOKENS[kind]}-ground`), "border-color": token(`--${TOKENS[kind]}`) } });
    }
    return sheet;
  }

  function draw() {
    const data = JSON.parse(document.getElementById("graph-data").textContent);
    const elements = data.nodes.map((one) => ({
      data: { id: one.id, label: one.more && !one.open ? `${one.id} +${one.more}` : one.id, address: one.address },
      classes: [one.kind, one.open ? "open" : "", one.more && !one.open ? "more" : ""].join(" "),
      position: places[one.id] ? { ...places[one.id] } : undefined,
    }));
    for (const edge of data.edges) elements.push({ data: { source: edge.from, target: edge.to, kind: edge.kind } });
    if (drawing) drawing.destroy();
    box.hidden = false;
    drawing = window.cytoscape({ container: box, elements, style: style(), maxZoom: 2.5,
      layout: { name: "cose", animate: false, randomize: false, nodeDimensionsIncludeLabels: true, nodeRepulsion: () => 120000, idealEdgeLength: () => 110, nodeOverlap: 20, componentSpacing: 60, gravity: 0.6, padding: 16, numIter: data.nodes.length > 150 ? 300 : 800 } });
    drawing.on("tap", "node", (event) => show(event.target.data("address"), true));
    drawing.on("mouseover", "node", (event) => event.target.connectedEdges().addClass("near"));
    drawing.on("mouseout", "node", (event) => event.target.connectedEdges().removeClass("near"));
    places = {};
    drawing.nodes().forEach((node) => { places[node.id()] = { ...node.position() }; });
    fill();
    box.dataset.nodes = String(data.nodes.length);
  }

  /* The layout makes a square of it; the box is wide on a desk and high on a telephone. */
  function fill() {
    const bounds = drawing.nodes().boundingBox({ includeLabels: false });
    const wanted = box.clientWidth / box.clientHeight, own = bounds.w / bounds.h;
    if (!bounds.w || !bounds.h || !Number.isFinite(own)) return;
    const [x, y] = own < wanted ? [Math.min(wanted / own, 3), 1] : [1, Math.min(own / wanted, 3)];
    drawing.nodes().positions((node) => ({ x: node.position("x") * x, y: node.position("y") * y }));
    drawing.fit(undefined, 24);
  }

  /* Another state of the page: its table is taken in, and its address is shown. */
  async function show(address, isNew) {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok) { window.location.assign(address); return; }
    document.getElementById("graph-parts").innerHTML = await answer.text();
    if (isNew) window.history.pushState({}, "", address);
    draw();
  }

  function here(change) {
    const address = new URL(window.location.href);
    for (const [name, value] of Object.entries(change)) address.searchParams.set(name, value);
    return address.pathname + address.search;
  }

  if (slide) {
    const days = slide.dataset.days.split(" ");
    slide.hidden = false;
    slide.addEventListener("input", () => { day.value = days[slide.value]; slide.setAttribute("aria-valuetext", day.value); });
    slide.addEventListener("change", () => show(here({ on: days[slide.value] }), true));
  }
  window.addEventListener("popstate", () => show(window.location.href, false));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawing && drawing.style(style()));
  draw();
})();
