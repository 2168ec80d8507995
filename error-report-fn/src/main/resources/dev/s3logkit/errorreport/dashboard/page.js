"use strict";
(() => {
  const STATES = [
    ["new", "New", "not seen in the 24 hours before"],
    ["back", "Back", "seen earlier, then absent, now there again"],
    ["growing", "Growing", "clearly more than in the window before"],
    ["ongoing", "Ongoing", "in this window and in the one before"],
    ["gone", "Gone", "in the window before, and no more"],
    ["quiet", "Quiet", "seen in the last 24 hours, not lately"],
  ];
  const $ = (id) => document.getElementById(id);
  const number = new Intl.NumberFormat("en");
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
  const opened = new Set();
  let data = JSON.parse($("data").textContent);
  let filter = readFilter();
  let unreachable = false;

  /* Everything from a log becomes a text node: nothing of it is ever parsed as markup. */
  function element(name, properties, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key === "class") node.className = value;
      else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
    return node;
  }

  function readFilter() {
    const given = new URLSearchParams(location.hash.slice(1));
    return {
      state: given.get("state") || "", application: given.get("application") || "",
      report: given.get("report") || "", text: given.get("text") || "",
    };
  }

  function setFilter(change) {
    filter = { ...filter, ...change };
    const wanted = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
    history.replaceState(null, "", wanted.size ? "#" + wanted : location.pathname + location.search);
    render();
  }

  const kind = (group) => (group.state === "ongoing" && group.trend === "up" ? "growing" : group.state);
  const plural = (count, one, many) => number.format(count) + " " + (count === 1 ? one : many || one + "s");
  const time = (iso, format) => element("time", { datetime: iso, title: full.format(new Date(iso)) }, format.format(new Date(iso)));

  function ago(iso) {
    const minutes = Math.max(0, Math.round((Date.now() - new Date(iso)) / 60000));
    if (minutes < 1) return "just now";
    if (minutes < 60) return minutes + " min ago";
    if (minutes < 48 * 60) return Math.round(minutes / 60) + " h ago";
    return Math.round(minutes / 1440) + " days ago";
  }

  /* Groups of all reports, each knowing its own. */
  function allGroups() {
    const order = STATES.map(([id]) => id);
    const all = data.reports.flatMap((report) => report.groups.map((group) => ({ ...group, report, kind: kind(group) })));
    return all.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.count - a.count || b.day - a.day);
  }

  function matches(group, but) {
    if (filter.report && but !== "report" && group.report.report_id !== filter.report) return false;
    if (filter.application && but !== "application" && !group.applications.some((one) => one.name === filter.application)) return false;
    if (filter.state && but !== "state" && group.kind !== filter.state) return false;
    if (!filter.text) return true;
    const example = group.example;
    const all = [group.headline, group.exception, group.fingerprint, example.message, example.trace, example.object,
      example.logger, ...Object.values(example.fields || {})].join("\n").toLowerCase();
    return filter.text.toLowerCase().split(/\s+/).every((word) => all.includes(word));
  }

  function render() {
    const groups = allGroups();
    renderTop();
    renderTiles(groups);
    renderHours();
    renderApplications();
    renderGroups(groups.filter((group) => matches(group)));
    const fresh = groups.filter((group) => group.kind === "new").length;
    document.title = fresh ? "(" + fresh + " new) Errors" : "Errors";
  }

  function renderTop() {
    const end = new Date(data.window_end);
    $("when").replaceChildren("to ", time(data.window_end, clock), " · " + ago(data.window_end));
    const late = Date.now() - end > 45 * 60000;
    const served = location.protocol.startsWith("http");
    $("notice").hidden = !(late && served) && !unreachable;
    const text = unreachable ? "This page cannot be refreshed at present; it shows what it had last." :
      "No update for a while: the last window ended " + ago(data.window_end) + ". The report may have stopped.";
    if (!$("notice").hidden && $("notice").textContent !== text) $("notice").textContent = text;
    const choice = $("report");
    $("report-choice").hidden = data.reports.length < 2;
    choice.replaceChildren(element("option", { value: "" }, "All reports"),
      ...data.reports.map((one) => element("option", { value: one.report_id }, one.title)));
    choice.value = filter.report;
    if ($("search").value !== filter.text) $("search").value = filter.text;
    const dark = isDark();
    $("theme").textContent = dark ? "Light" : "Dark";
    $("theme").setAttribute("aria-label", dark ? "Light colours" : "Dark colours");
    $("foot").textContent = "Errors are counted by when their log arrived; the hours are by the errors' own time. Generated "
      + full.format(new Date(data.generated)) + ".";
  }

  function renderTiles(groups) {
    const tiles = STATES.map(([id, name, why]) => {
      const own = groups.filter((group) => group.kind === id && matches(group, "state"));
      const count = own.reduce((sum, group) => sum + (id === "gone" ? group.previous : id === "quiet" ? group.day : group.count), 0);
      const button = element("button", {
        type: "button", class: id + (own.length ? "" : " none"), title: why, "aria-pressed": String(filter.state === id),
        onclick: () => setFilter({ state: filter.state === id ? "" : id }),
      },
      element("span", { class: "number" }, number.format(own.length)),
      element("span", { class: "name" }, name),
      element("span", { class: "amount" }, plural(count, "error")));
      return element("li", {}, button);
    });
    keepFocus($("tiles"), tiles);
  }

  /* Replacing a list must not take the focus away from the button that asked for it. */
  function keepFocus(list, items) {
    const buttons = [...list.querySelectorAll("button")];
    const index = buttons.indexOf(document.activeElement);
    list.replaceChildren(...items);
    if (index >= 0) list.querySelectorAll("button")[index]?.focus();
  }

  function reports() {
    return data.reports.filter((report) => !filter.report || report.report_id === filter.report);
  }

  function renderHours() {
    const filtered = filter.application || filter.state || filter.text;
    const sources = filtered ? allGroups().filter((group) => matches(group)) : reports();
    const hours = Array.from({ length: 24 }, (_, hour) => sources.reduce((sum, one) => sum + one.hours[hour], 0));
    const most = Math.max(1, ...hours);
    const start = (hour) => new Date(new Date(data.window_end) - (24 - hour) * 3600000);
    const bars = hours.map((count, hour) => {
      const bar = element("div", { class: hour === 23 ? "now" : "", title: plural(count, "error") + ", " + clock.format(start(hour)) + "–" + clock.format(start(hour + 1)) });
      bar.style.height = count ? Math.max(2.5, 100 * count / most) + "%" : "0";
      return bar;
    });
    const peak = hours.lastIndexOf(Math.max(...hours));
    const total = hours.reduce((sum, count) => sum + count, 0);
    const table = element("table", {}, element("caption", {}, "Errors by hour"),
      element("tbody", {}, ...hours.map((count, hour) => element("tr", {},
        element("th", { scope: "row" }, clock.format(start(hour))), element("td", {}, number.format(count))))));
    $("hours").replaceChildren(
      element("div", { class: "chart", "aria-hidden": "true" }, ...bars),
      element("div", { class: "axis", "aria-hidden": "true" }, ...[0, 6, 12, 18].map((hour) => element("span", {}, clock.format(start(hour)))), element("span", {}, "now")),
      element("p", { class: "peak" }, element("strong", {}, plural(total, "error")), total ? ", most at " + clock.format(start(peak)) + ": " + number.format(hours[peak]) : ""),
      element("div", { class: "unseen" }, table));
  }

  function renderApplications() {
    const sums = new Map();
    for (const report of reports()) for (const one of report.applications) {
      const sum = sums.get(one.name) || { name: one.name, count: 0, previous: 0, day: 0 };
      sum.count += one.count; sum.previous += one.previous; sum.day += one.day;
      sums.set(one.name, sum);
    }
    const all = [...sums.values()].sort((a, b) => b.count - a.count || b.day - a.day || (a.name < b.name ? -1 : 1));
    const most = Math.max(1, ...all.map((one) => one.day));
    keepFocus($("applications"), all.map((one) => {
      const part = element("i");
      part.style.width = 100 * one.day / most + "%";
      return element("li", {}, element("button", {
        type: "button", "aria-pressed": String(filter.application === one.name),
        onclick: () => setFilter({ application: filter.application === one.name ? "" : one.name }),
      },
      element("span", { class: "name" }, one.name),
      element("span", { class: "count" }, number.format(one.count) + " ", element("small", {}, "of " + number.format(one.day) + " today")),
      element("span", { class: "meter", "aria-hidden": "true" }, part)));
    }));
    if (!all.length) $("applications").replaceChildren(element("li", {}, "None had errors."));
  }

  function renderGroups(groups) {
    const used = Object.values(filter).some(Boolean);
    $("clear").hidden = !used;
    const left = reports().reduce((sum, report) => sum + report.left_out, 0);
    const errors = groups.reduce((sum, group) => sum + group.count, 0);
    const shown = plural(groups.length, "kind") + (used ? " shown" : "") + ", " + plural(errors, "error") + " in this window";
    if ($("shown").textContent !== shown) $("shown").textContent = shown;
    const parts = STATES.map(([id, name, why]) => {
      const own = groups.filter((group) => group.kind === id);
      if (!own.length) return null;
      const title = [name + " ", element("span", { class: "why" }, why)];
      const items = own.map(renderGroup);
      if (id !== "quiet") return element("section", { class: "part " + id }, element("h3", {}, ...title), ...items);
      const open = filter.state === "quiet" || filter.text || opened.has("quiet");
      const folded = element("details", { class: "fold", open: Boolean(open), ontoggle: (event) => remember("quiet", event.target.open) },
        element("summary", {}, element("h3", {}, name + " (" + own.length + ")"), element("span", { class: "why" }, why)), ...items);
      return element("section", { class: "part " + id }, folded);
    });
    const none = element("p", { class: "empty" },
      element("strong", {}, used ? "Nothing matches" : "All quiet"),
      used ? "No error fits this filter." : "No errors in the last 24 hours.");
    const more = left > 0 && element("p", { class: "more" }, "And " + plural(left, "more kind", "more kinds") + " that are not listed.");
    $("groups").replaceChildren(...(groups.length ? parts.filter(Boolean) : [none]), ...(more ? [more] : []));
  }

  function remember(id, open) {
    if (open) opened.add(id); else opened.delete(id);
  }

  function renderGroup(group) {
    const id = group.report.report_id + "/" + group.fingerprint;
    const names = group.applications.map((one) => one.name);
    const label = names.slice(0, 3).join(", ") + (names.length > 3 ? " +" + (names.length - 3) : "");
    const details = element("details", { class: "group " + group.kind, open: opened.has(id) },
      element("summary", {},
        element("span", { class: "what" },
          element("span", { class: "headline" }, group.headline),
          element("span", { class: "meta" },
            element("b", {}, label),
            data.reports.length > 1 && !filter.report && element("span", {}, group.report.title),
            element("span", {}, "last ", time(group.last_seen, clock)))),
        spark(group),
        total(group)));
    const fill = () => { if (details.open && details.children.length === 1) details.append(detail(group)); };
    details.addEventListener("toggle", () => { remember(id, details.open); fill(); });
    fill();
    return details;
  }

  function total(group) {
    const gone = group.kind === "gone" || group.kind === "quiet";
    const main = group.kind === "gone" ? group.previous : group.kind === "quiet" ? group.day : group.count;
    const note = group.kind === "gone" ? "before" : group.kind === "quiet" ? "today" :
      group.kind === "new" ? "first time" : group.previous + " before";
    const arrow = !gone && group.previous > 0 && group.trend !== "steady" &&
      element("span", { class: group.trend }, group.trend === "up" ? "▲ " : "▼ ");
    return element("span", { class: "total" }, element("strong", {}, number.format(main), element("span", { class: "unseen" }, " errors")), element("span", {}, arrow, note));
  }

  /* One path: two hundred of these are on a page. */
  function spark(group) {
    const name = "http://www.w3.org/2000/svg";
    const most = Math.max(1, ...group.hours);
    const svg = document.createElementNS(name, "svg");
    const path = document.createElementNS(name, "path");
    let line = "";
    group.hours.forEach((count, hour) => {
      const height = count ? Math.max(2, 28 * Math.sqrt(count / most)) : 1;
      line += "M" + (hour * 5 + 2) + " 30V" + (30 - height).toFixed(1);
    });
    path.setAttribute("d", line);
    path.setAttribute("stroke", "currentColor");
    path.setAttribute("stroke-width", "3.4");
    svg.setAttribute("viewBox", "0 0 120 31");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("class", "spark");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", "24 hours, at most " + most + " an hour");
    svg.append(path);
    return svg;
  }

  function detail(group) {
    const example = group.example;
    const place = example.object + " line " + example.line;
    const facts = [
      ["Where", element("span", {}, element("code", {}, example.object), " line " + number.format(example.line), copyButton(place))],
      ["When", element("span", {}, full.format(new Date(example.event_time)), example.level ? " · " + example.level : "", example.thread ? " · thread " + example.thread : "")],
      ["Application", example.application],
      example.logger && ["Logger", element("code", {}, example.logger)],
      group.exception && ["Exception", element("code", {}, group.exception)],
      ...Object.entries(example.fields || {}),
      ["Seen today", element("span", {}, number.format(group.day) + " between ", time(group.first_seen, full), " and ", time(group.last_seen, full))],
      group.applications.length > 1 && ["Applications", group.applications.map((one) => one.name + " " + number.format(one.day)).join(", ")],
      ["Fingerprint", element("code", {}, group.fingerprint)],
    ].filter(Boolean);
    return element("div", { class: "detail" },
      element("div", {}, element("h4", {}, group.count ? "First of this window" : "Latest"),
        element("pre", { tabindex: "0", role: "group", "aria-label": "Log record" }, example.message + (example.trace ? "\n" + example.trace : ""))),
      element("dl", {}, ...facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])));
  }

  function copyButton(text) {
    return navigator.clipboard && element("button", {
      type: "button", class: "copy",
      onclick: async (event) => { await navigator.clipboard.writeText(text); event.target.textContent = "Copied"; },
    }, "Copy");
  }

  function isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function theme(name) {
    document.documentElement.dataset.theme = name;
    try { localStorage.setItem("theme", name); } catch { /* Not kept: a page from a file may have no storage. */ }
    renderTop();
  }

  async function refresh() {
    try {
      const answer = await fetch("dashboard.json", { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const next = await answer.json();
      unreachable = false;
      if (next.generated !== data.generated) data = next;
      else return renderTop();
    } catch {
      unreachable = true;
      return renderTop();
    }
    if (!document.activeElement?.closest?.("#groups")) return render();
    renderTop();
  }

  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch { /* No storage, no choice. */ }
  $("tools").addEventListener("submit", (event) => event.preventDefault());
  $("search").addEventListener("input", (event) => setFilter({ text: event.target.value.trim() }));
  $("report").addEventListener("change", (event) => setFilter({ report: event.target.value }));
  $("clear").addEventListener("click", () => { setFilter({ state: "", application: "", report: "", text: "" }); $("errors").focus(); });
  $("theme").addEventListener("click", () => theme(isDark() ? "light" : "dark"));
  addEventListener("hashchange", () => { filter = readFilter(); render(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", renderTop);
  render();
  if (location.protocol.startsWith("http")) setInterval(refresh, 60000); else setInterval(renderTop, 60000);
})();
