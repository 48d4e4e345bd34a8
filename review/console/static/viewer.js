// Photos, large: one after the other, nearer and turned, by button or key. Without this file a photo opens as a page.
"use strict";

const LARGEST_ZOOM = 6;
let album = [];
let shown = 0;
let zoom = 1;
let turned = 0;

function draw() {
  const [view, stage, photo] = [$("#large-view"), $(".large-stage"), $("#large-photo")];
  const isAcross = turned % 180 !== 0;
  const [width, height] = [photo.naturalWidth || 1, photo.naturalHeight || 1];
  const fits = Math.min(view.clientWidth / (isAcross ? height : width), view.clientHeight / (isAcross ? width : height));
  const scale = fits * zoom;
  photo.style.width = `${width * scale}px`;
  photo.style.transform = `translate(-50%, -50%) rotate(${turned}deg)`;
  stage.style.width = `${Math.max((isAcross ? height : width) * scale, view.clientWidth)}px`;
  stage.style.height = `${Math.max((isAcross ? width : height) * scale, view.clientHeight)}px`;
}

function nearer(way) {
  const view = $("#large-view");
  const [x, y] = [(view.scrollLeft + view.clientWidth / 2) / view.scrollWidth, (view.scrollTop + view.clientHeight / 2) / view.scrollHeight];
  zoom = Math.min(Math.max(zoom * (way > 0 ? 1.5 : 1 / 1.5), 1), LARGEST_ZOOM);
  draw();
  view.scrollTo(x * view.scrollWidth - view.clientWidth / 2, y * view.scrollHeight - view.clientHeight / 2);
}

function turn(degrees) {
  turned = (turned + degrees + 360) % 360;
  draw();
}

function enlarge(step = 0) {
  shown = (shown + step + album.length) % album.length;
  [zoom, turned] = [1, 0];
  $("#large-photo").src = album[shown].href;
  $("#large-photo").alt = $("img", album[shown]).alt;
  $("#large-caption").textContent = album[shown].dataset.caption;
  $("#large-place").textContent = `${shown + 1} / ${album.length}`;
  if (!$("#large").open) $("#large").showModal();
  draw();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-large], [data-step], [data-zoom], [data-turn]");
  if (!target || !$("#large") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const is = target.dataset;
  if ("large" in is) { event.preventDefault(); album = $$("[data-large]", target.closest("ul, fieldset")); shown = album.indexOf(target); enlarge(); }
  else if ("step" in is) enlarge(Number(is.step));
  else if ("zoom" in is) nearer(Number(is.zoom));
  else turn(Number(is.turn));
});

$("#large-photo")?.addEventListener("load", draw);
$("#large-photo")?.addEventListener("dblclick", () => nearer(1));
addEventListener("resize", () => { if ($("#large")?.open) draw(); });

const LARGE_KEYS = { ArrowRight: () => enlarge(1), ArrowLeft: () => enlarge(-1), "+": () => nearer(1), "=": () => nearer(1), "-": () => nearer(-1), 0: () => { [zoom, turned] = [1, 0]; draw(); }, r: () => turn(90), R: () => turn(-90) };
$("#large")?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in LARGE_KEYS)) return;
  if (event.key.startsWith("Arrow") && zoom > 1 && event.target.id === "large-view") return; // the arrows move a photo that is nearer
  event.preventDefault();
  LARGE_KEYS[event.key]();
});
