// Finds pages by the words of the search field: the beginning of each word counts, and signs such as ø and é as o and e.
"use strict";
(function () {
  var shown = 60;
  var field = document.getElementById("search");
  var list = document.getElementById("found");
  var status = document.getElementById("found-status");
  var index = (window.rolecheckIndex || []).map(function (row) {
    return { row: row, words: " " + folded(row[0] + " " + row[1] + " " + row[3]) };
  });

  function folded(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
      .replace(/ø/g, "o").replace(/æ/g, "ae").replace(/[^\p{L}\p{N}]+/gu, " ");
  }

  function matches(asked) {
    return index.filter(function (entry) {
      return asked.every(function (word) { return entry.words.includes(" " + word); });
    });
  }

  function search() {
    var asked = folded(field.value).split(" ").filter(Boolean);
    var found = asked.length ? matches(asked) : [];
    list.replaceChildren.apply(list, found.slice(0, shown).map(itemOf));
    status.textContent = asked.length ? status.dataset.count.replace("0", found.length) : "";
  }

  function itemOf(entry) {
    var item = document.createElement("li");
    var link = document.createElement("a");
    var kind = document.createElement("span");
    link.href = entry.row[2];
    link.textContent = entry.row[0];
    kind.className = "detail";
    kind.textContent = entry.row[1];
    item.append(link, kind);
    return item;
  }

  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", search);
  field.form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
  search();
})();
