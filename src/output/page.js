/* Only betters the page: words can be looked for, what is shown is counted, and print opens what is closed. */
(function () {
	"use strict";
	var $ = function (id) { return document.getElementById(id); };
	var text = $("by-text"), region = $("by-region"), rule = $("by-rule"), shown = $("shown");
	var groups = [].slice.call(document.querySelectorAll(".g"));
	var severities = ["error", "warning", "info"];
	var later = 0;

	function wordsOf(row) {
		if (row.words === undefined)
			row.words = row.textContent.toLowerCase();
		return row.words;
	}

	/* A group whose rule's name has the word shows all its rows. */
	function sift(group, want) {
		var rows = group.querySelectorAll("tr.f"), off = !$("by-" + group.dataset.severity).checked ||
			(want.rule && group.dataset.rule !== want.rule), named = wordsOf(group.querySelector("summary")).indexOf(want.text) >= 0, count = 0;
		for (var i = 0; i < rows.length; i++) {
			var row = rows[i], fits = !off && (!want.region || row.classList.contains("r" + want.region)) &&
				(!want.text || named || wordsOf(row).indexOf(want.text) >= 0);
			if (row.hidden === fits)
				row.hidden = !fits;
			count += fits ? 1 : 0;
		}
		group.hidden = count === 0;
		return [count, rows.length];
	}

	function filter() {
		var want = { text: text.value.trim().toLowerCase(), region: region.value, rule: rule.value }, count = 0, all = 0;
		groups.forEach(function (group) {
			var of = sift(group, want);
			count += of[0];
			all += of[1];
		});
		shown.textContent = shown.dataset.say.replace("{1}", count).replace("{2}", all);
	}

	function soon() {
		clearTimeout(later);
		later = setTimeout(filter, 150);
	}

	/* A tile of the map chooses its region, so that both ways to choose say the same. */
	function follow() {
		var match = /^#only-(\d+)$/.exec(location.hash);
		if (match) {
			region.value = match[1];
			filter();
		}
	}

	function choose() {
		if (/^#only-/.test(location.hash) && location.hash !== "#only-" + region.value)
			location.hash = "#findings";
		filter();
	}

	var opened = [];
	addEventListener("beforeprint", function () {
		opened = [].slice.call(document.querySelectorAll("details:not([open])"));
		opened.forEach(function (one) { one.open = true; });
	});
	addEventListener("afterprint", function () {
		opened.forEach(function (one) { one.open = false; });
	});

	if (!text)
		return;
	$("search").hidden = false;
	text.addEventListener("input", soon);
	region.addEventListener("change", choose);
	rule.addEventListener("change", filter);
	severities.forEach(function (one) { $("by-" + one).addEventListener("change", filter); });
	addEventListener("hashchange", follow);
	[].forEach.call(document.querySelectorAll(".only a"), function (one) {
		one.addEventListener("click", function () { region.value = ""; filter(); });
	});
	filter();
	follow();
}());
