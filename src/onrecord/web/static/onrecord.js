// Keys and small comforts. Every page works without this file; the keys are read off the list of keys in the page's foot.
"use strict";
(() => {
  const list = document.querySelector("#keys");
  const keys = new Map([...document.querySelectorAll("[data-keys]")].map((row) => [row.dataset.keys, row.dataset.does]));
  const toggle = document.querySelector("#keys-on");
  const OFF = "onrecord-keys-off";
  let at = -1;
  let first = "";
  let wait = 0;

  const kept = {
    get: () => { try { return localStorage.getItem(OFF); } catch { return null; } },
    set: (off) => { try { off ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF); } catch { /* private mode */ } },
  };
  if (toggle) {
    toggle.checked = kept.get() === null;
    toggle.addEventListener("change", () => kept.set(!toggle.checked));
  }

  const say = (words) => { const told = document.querySelector("#said"); if (told) told.textContent = words; };
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

  function light(card) {
    document.querySelectorAll("mark.lit").forEach((mark) => mark.classList.remove("lit"));
    if (!card || !card.dataset.statement) return;
    document.querySelectorAll("mark[data-of]").forEach((mark) => {
      if (mark.dataset.of === card.dataset.statement) mark.classList.add("lit");
    });
  }

  function move(step) {
    const all = rows();
    if (!all.length) return;
    document.querySelectorAll("[data-row].now").forEach((row) => row.classList.remove("now"));
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    const row = all[at];
    row.classList.add("now");
    const link = row.querySelector("a.open, strong a, a");
    if (link) link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    light(row);
    if (row.dataset.statement) history.replaceState(null, "", "#" + row.dataset.statement);
  }

  async function copy() {
    const row = rows()[at];
    const link = row && row.querySelector("a.id");
    const box = document.querySelector("#citation");
    if (link) { location.href = link.href + "#citation"; return; }
    if (!box) return;
    try {
      await navigator.clipboard.writeText(box.textContent.trim());
      say("Citation copied");
    } catch {
      getSelection().selectAllChildren(box);
      say("Citation selected: copy it");
    }
  }

  function press(name) {
    const all = [...document.querySelectorAll("[data-press]")].filter((one) => one.dataset.press === name);
    if (!all.length) return false;
    if (all[0].matches("input")) all[0].focus(); else all[0].click();
    return true;
  }

  const does = {
    help: () => { if (list) { list.open = !list.open; if (list.open) { list.scrollIntoView(); list.querySelector("summary").focus(); } } },
    search: () => { const field = document.querySelector("#big, #find"); if (field) { field.focus(); field.select(); } },
    close: () => { if (list) list.open = false; document.activeElement.blur(); light(null); },
    next: () => move(1),
    previous: () => move(-1),
    open: () => { const row = rows()[at]; const link = row && row.querySelector("a.open, a"); if (link) link.click(); },
    highlights: () => { const box = document.querySelector("#show-statements"); if (box) box.click(); },
    copy,
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const key = event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key;
    if (key === "Shift") return; // on its way to another key
    if (key === "Escape") { does.close(); return; }
    if (isTyping(event.target) || (toggle && !toggle.checked)) return;
    // Enter and Space belong to the link or button that has the focus.
    if ((key === "Enter" || key === " ") && event.target.closest("a, button, summary, input")) return;
    const both = first && Date.now() - wait < 1500 ? first + " " + key : key;
    first = "";
    const what = keys.get(both) ?? (both === key ? undefined : keys.get(key));
    if (what === undefined) {
      if ([...keys.keys()].some((name) => name.startsWith(key + " "))) { first = key; wait = Date.now(); }
      return;
    }
    const [verb, ...rest] = what.split(":");
    if (verb === "go") location.href = rest.join(":");
    else if (verb === "press") { if (!press(rest.join(":"))) return; }
    else does[verb]?.();
    event.preventDefault();
  });

  document.querySelectorAll(".card[data-statement]").forEach((card) => {
    card.addEventListener("mouseenter", () => light(card));
    card.addEventListener("focusin", () => light(card));
    card.addEventListener("mouseleave", () => light(null));
  });
  // Where this browser left off is kept by it alone, for each store; in one sitting "last visit" stays the one before it.
  const visit = document.querySelector("#visit");
  if (visit) {
    const name = `onrecord-last-${visit.dataset.store}`;
    try {
      if (sessionStorage.getItem(name) === null) sessionStorage.setItem(name, localStorage.getItem(name) ?? "");
      localStorage.setItem(name, visit.dataset.last);
      const left = sessionStorage.getItem(name);
      const link = visit.querySelector("#since");
      if (link && /^\d+$/.test(left) && Number(left) <= Number(visit.dataset.last)) {
        link.href = `/?new=${left}`;
        if (left === visit.dataset.last) link.textContent = "Nothing came in since your last visit";
        link.hidden = link.nextElementSibling.hidden = false;
      }
    } catch { /* private mode: the address does it */ }
  }
  document.querySelectorAll('a[href="#keys"]').forEach((link) => link.addEventListener("click", () => { if (list) list.open = true; }));
})();
