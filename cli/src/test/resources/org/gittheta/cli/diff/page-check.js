// SPDX-License-Identifier: Apache-2.0
// Runs in the page behind its own script: uses it as a person would, and writes what it found into the document.
"use strict";
{
  const found = [];
  const check = (what, isGood, seen) => found.push(isGood ? "ok " + what : "FAILED " + what + ": " + JSON.stringify(seen));
  const all = selector => [...document.querySelectorAll(selector)];
  const names = () => all(".rows tr td:first-child").map(cell => cell.textContent);
  const title = column => all(".rows th").find(cell => cell.textContent.startsWith(column));
  const same = (what, seen, expected) => check(what, JSON.stringify(seen) === JSON.stringify(expected), seen);
  try {
    const [attention, dense, hostile] = ["h.0.attn.weight", "h.1.attn.weight", "h.0.mlp.weight"]
      .map(start => names().find(name => name.startsWith(start)));
    same("the largest change comes first", names(), [dense, attention, hostile]);
    title("name").click();
    same("a click on a title sorts by it", names(), [attention, hostile, dense]);
    title("name").click();
    same("a second click turns it round", names(), [dense, hostile, attention]);
    title("relative").click();
    same("numbers sort as numbers", names(), [dense, attention, hostile]);

    const input = document.querySelector("input");
    const type = text => { input.value = text; input.dispatchEvent(new Event("input")); };
    type("ATTN");
    same("the filter keeps what has the text", names(), [dense, attention]);
    type("nothing like it");
    same("the filter may keep nothing", names(), []);
    type("");
    same("an empty filter keeps all", names().length, 3);

    const heat = all(".heat td").filter(cell => cell.title);
    same("the heat map has a cell for each weight and layer", heat.length, 3);
    const colours = heat.map(cell => getComputedStyle(cell).backgroundColor);
    same("cells of other changes have other colours", new Set(colours).size, 3);
    check("a cell names its parameter", heat.some(cell => cell.title.startsWith(hostile)), heat.map(cell => cell.title));

    all(".rows tr").find(line => line.textContent.startsWith(attention)).click();
    check("a click shows the histogram", all("h2").some(head => head.textContent.endsWith(attention)), names());
    const bars = all(".bars div");
    same("it has a bar for each power of two", bars.length, 3);
    check("bars can be seen", bars.every(bar => bar.getBoundingClientRect().height > 20), bars.map(bar => bar.style.height));
    check("the histogram can be seen without scrolling",
      document.querySelector(".chart").getBoundingClientRect().bottom <= innerHeight + 1, innerHeight);
    same("its ends are named", all(".ends span").map(end => end.textContent), ["−1", "+1"]);
    same("the line is marked", all(".chosen").length, 1);
    const line = all(".rows tr").find(row => row.textContent.startsWith(dense));
    line.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    check("the keyboard does, too", all("h2").some(head => head.textContent.endsWith(dense)), names());

    check("names are text", hostile.includes("<img/src=x/onerror=alert(1)>") && !document.querySelector("img"), hostile);
    same("nothing was loaded", performance.getEntriesByType("resource").length, 0);
    check("nothing is wider than the window", document.documentElement.scrollWidth <= innerWidth, innerWidth);
  } catch (fault) {
    check("the page works", false, String(fault));
  }
  const result = document.createElement("pre");
  result.id = "check";
  result.textContent = found.join("\n");
  document.body.append(result);
}
