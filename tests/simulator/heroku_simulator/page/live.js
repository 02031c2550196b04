// Copyright: (c) 2026, community.heroku contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
// Renews the live parts of the page: those whose content differs from what the simulator sent before.
(() => {
  const PERIOD = 1500; // milliseconds
  const LIVE = "[data-live]";
  const pause = document.getElementById("pause");
  const sent = new Map([...document.querySelectorAll(LIVE)].map((part) => [part.id, part.innerHTML]));
  let paused = false;
  let looking = null;

  const keysOf = (part) => new Set([...part.querySelectorAll("[data-key]")].map((item) => item.dataset.key));

  // What was unfolded stays so, and what is new is marked as such.
  function renew(part, fresh) {
    const before = keysOf(part);
    const open = new Set([...part.querySelectorAll("details[open]")].map((item) => item.dataset.key));
    part.replaceChildren(...fresh.childNodes);
    for (const item of part.querySelectorAll("[data-key]")) {
      if (open.has(item.dataset.key)) item.open = true;
      if (before.size && !before.has(item.dataset.key)) item.classList.add("fresh");
    }
  }

  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const fresh of page.querySelectorAll(LIVE)) {
      const part = document.getElementById(fresh.id);
      const html = fresh.innerHTML;
      if (!part || sent.get(fresh.id) === html) continue;
      sent.set(fresh.id, html);
      renew(part, fresh);
    }
  }

  async function look() {
    if (looking) looking.abort();
    const mine = (looking = new AbortController());
    try {
      const answer = await fetch(location.href, { signal: mine.signal, cache: "no-store" });
      const text = await answer.text();
      if (answer.ok && looking === mine) show(text);
      document.body.classList.toggle("stopped", !answer.ok);
    } catch (error) {
      if (error.name !== "AbortError") document.body.classList.add("stopped");
    } finally {
      if (looking === mine) looking = null;
    }
  }

  // A person who reads or copies something is not to lose it.
  const disturbs = () => paused || document.hidden || !getSelection().isCollapsed;

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Go on" : "Pause";
    document.body.classList.toggle("paused", paused);
    if (!paused) look();
  });

  for (const form of document.querySelectorAll("form.filters")) {
    form.addEventListener("input", () => {
      const values = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      history.replaceState(null, "", values.size ? "?" + values : "/");
      // The other form is to keep what this one says, and the other way round.
      for (const other of document.querySelectorAll("form.filters")) {
        if (other !== form) keep(other, values);
      }
      look();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  function keep(form, values) {
    for (const hidden of form.querySelectorAll("input[type=hidden]")) hidden.remove();
    const own = new Set([...form.elements].map((field) => field.name));
    for (const [name, value] of values) {
      if (own.has(name)) continue;
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name, value });
      form.append(hidden);
    }
  }

  document.documentElement.classList.add("scripted");
  setInterval(() => { if (!disturbs() && !looking) look(); }, PERIOD);
})();
