// Looks at directories: names that are no good names, many of them, in every order.
"use strict";

const { mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

const { is, freePort, Server, User } = require("./harness.js");
const looksGood = require("./looks.js");

const MANY = 1000;
const NAMES = [
	"plain.txt",
	`${"long-".repeat(50)}.txt`,
	"w".repeat(250),
	'<img src=x onerror="alert(1)">&amp;.txt',
	"javascript:alert(1)",
	"שלום עולם (2024).pdf",
	"مرحبا بالعالم.txt",
];
const PAGES = [
	{ name: "a listing", path: "/names/", status: 200 },
	{ name: "a listing by size", path: "/names/?sort=size&order=desc", status: 200 },
	{ name: "many files", path: "/many/", status: 200 },
	{ name: "an empty directory", path: "/empty/", status: 200 },
];

function makeFiles(directory) {
	for (const name of ["names", "many", "empty", "sorted", "sorted/directory"])
		mkdirSync(path.join(directory, name));
	for (const name of NAMES)
		writeFileSync(path.join(directory, "names", name), "hello");
	for (let i = 0; i < MANY; i++)
		writeFileSync(path.join(directory, "many", `${i}.txt`), "hello");
	// Each order of these is another one.
	[["a", 3, 2], ["b", 1, 3], ["c", 2, 1]].forEach(([name, size, time]) => {
		const file = path.join(directory, "sorted", name);
		writeFileSync(file, "");
		truncateSync(file, size);
		utimesSync(file, time, time);
	});
}

const ORDERS = [
	{ click: "Name", names: ["directory/", "c", "b", "a"], sorted: "descending" },
	{ click: "Name", names: ["directory/", "a", "b", "c"], sorted: "ascending" },
	{ click: "Size", names: ["directory/", "b", "c", "a"], sorted: "ascending" },
	{ click: "Size", names: ["directory/", "a", "c", "b"], sorted: "descending" },
	{ click: "Modified (UTC)", names: ["directory/", "c", "a", "b"], sorted: "ascending" },
	{ click: "Modified (UTC)", names: ["directory/", "b", "a", "c"], sorted: "descending" },
];

function readTable() {
	const column = document.querySelector("th[aria-sort]");
	return {
		click: column.innerText,
		names: [...document.querySelectorAll("tbody th")].map((name) => name.innerText),
		sorted: column.ariaSort,
	};
}

async function canBeSorted(browser, server) {
	const user = await new User().open(browser);
	await user.visit(`${server.url}/sorted/`);
	for (const order of ORDERS) {
		// A click alone is over when the page begins to come.
		await Promise.all([user.page.waitForEvent("load"),
			user.page.click(`thead a:text-is("${order.click}")`)]);
		is(`a click on ${order.click} sorts it: ${order.sorted}`,
			await user.page.evaluate(readTable), order);
	}
	await user.close();
}

// Short names take the room, too, or sizes and times would stand in the middle of nowhere.
async function namesTakeTheRoom(browser, server) {
	const user = await new User().open(browser, { viewport: { width: 1100, height: 740 } });
	await user.visit(`${server.url}/sorted/`);
	const [name, row] = await Promise.all(["tbody th", "tbody tr"].map((element) =>
		user.page.locator(element).first().boundingBox()));
	is("short names take more than half of a wide row", name.width > row.width / 2, true);
	await user.close();
}

// To readers of screens it is a table on a phone, too, where its rows look like cards.
async function staysTable(browser, server) {
	const user = await new User().open(browser, { viewport: { width: 360, height: 740 } });
	await user.visit(`${server.url}/sorted/`);
	const session = await user.context.newCDPSession(user.page);
	const { nodes } = await session.send("Accessibility.getFullAXTree");
	const count = (role) => nodes.filter((node) => !node.ignored && node.role.value === role).length;
	is("a listing on a phone is a table", ["table", "row", "columnheader", "rowheader", "cell"].map(count),
		[1, 5, 3, 4, 8]);
	const [name, row] = await Promise.all(["tbody th", "tbody tr"].map((element) =>
		user.page.locator(element).first().boundingBox()));
	is("and a name there may be as long as its row", name.width, row.width);
	await user.close();
}

// What is clicked is what one gets, whatever it is called.
async function namesLead(browser, server) {
	const user = await new User().open(browser, { viewport: { width: 360, height: 740 } });
	for (const name of NAMES) {
		await user.visit(`${server.url}/names/`);
		const link = user.page.locator("tbody a").filter({ hasText: name });
		is(`${name.slice(0, 20)} is shown as it is called`, await link.innerText(), name);
		const [response] = await Promise.all([
			user.page.waitForResponse((answer) => !answer.url().endsWith("/names/")),
			link.click(),
		]);
		is("and its link leads to it", [response.status(), decodeURIComponent(response.url())],
			[200, `${server.url}/names/${name}`]);
	}
	await user.close();
}

module.exports = async function listings(browser) {
	const directory = mkdtempSync(path.join(tmpdir(), "postern-"));
	const server = new Server(await freePort(),
		["--at", "/", "--auth", "anonymous", "--realm", `files:${directory}:listing=yes`]);
	try {
		makeFiles(directory);
		await server.start();
		for (const page of PAGES)
			await looksGood(browser, server, page);
		await canBeSorted(browser, server);
		await namesTakeTheRoom(browser, server);
		await staysTable(browser, server);
		await namesLead(browser, server);
		is("the server of directories ends well", await server.stop(), 0);
	} finally {
		server.process?.kill("SIGKILL");
		rmSync(directory, { recursive: true });
	}
};
