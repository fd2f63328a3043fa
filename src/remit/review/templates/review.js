// The page works without this: it copies the questions, says how many findings a filter leaves, and opens every
// fold before printing.
(function () {
  "use strict";
  var copy = document.getElementById("copy");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", function () {
      navigator.clipboard.writeText(document.getElementById("letter").textContent).then(function () {
        document.getElementById("copied").textContent = "Copied.";
      });
    });
  }
  var shown = document.getElementById("shown");
  document.getElementById("filter").addEventListener("change", function () {
    var items = Array.prototype.slice.call(document.querySelectorAll(".topic .item"));
    var left = items.filter(function (i) { return i.getClientRects().length > 0; }).length;
    shown.textContent = left + " of " + items.length + " findings shown.";
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (d) { d.open = true; });
  });
})();
