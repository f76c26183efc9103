// Looks at what people get to see: the demonstration, and the pages of what is refused or not there.
"use strict";

const { is, freePort, Server, User } = require("./harness.js");

const PAGES = [
	{ name: "the start page", path: "/", status: 200 },
	{ name: "a guarded page", path: "/example/foo", status: 200,
		typed: [{ username: "alice", password: "secret" }] },
	{ name: "who does not log in", path: "/example/foo", status: 401 },
	{ name: "what is not there", path: "/none", status: 404 },
	{ name: "what is no request", path: "/%zz", status: 400 },
];
const LOOKS = ["light", "dark"].flatMap((colorScheme) =>
	[360, 1280].map((width) => ({ colorScheme, viewport: { width, height: 740 } })));

// In the page: texts whose contrast to what is behind them is below 4.5:1 (WCAG 2.2, 1.4.3).
function faintTexts() {
	const parse = (color) => color.match(/[\d.]+/g).map(Number);
	const visible = (color) => parse(color)[3] !== 0;
	const luminance = (color) => {
		const [r, g, b] = parse(color).map((value) => value / 255).map((value) =>
			value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const canvas = document.createElement("span");
	canvas.style.setProperty("background-color", "Canvas");
	document.body.append(canvas);
	const bare = getComputedStyle(canvas).backgroundColor;
	canvas.remove();
	const behind = (element) => {
		for (let at = element; at; at = at.parentElement) {
			const color = getComputedStyle(at).backgroundColor;
			if (visible(color))
				return color;
		}
		return bare;
	};
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const faint = [];
	let seen = 0;
	while (texts.nextNode()) {
		const element = texts.currentNode.parentElement;
		if (!texts.currentNode.data.trim() || !element.getClientRects().length)
			continue;
		const [dark, light] = [getComputedStyle(element).color, behind(element)]
			.map(luminance).sort((a, b) => a - b);
		seen++;
		if ((light + 0.05) / (dark + 0.05) < 4.5)
			faint.push(texts.currentNode.data.trim());
	}
	return seen > 0 ? faint : ["no text at all"];
}

function describe() {
	const { scrollWidth, clientWidth, lang } = document.documentElement;
	return {
		title: document.title !== "",
		lang,
		heading: document.querySelectorAll("h1").length,
		scrolls: scrollWidth > clientWidth,
	};
}

async function looksGood(browser, server, page, looks) {
	const name = `${page.name}, ${looks.colorScheme}, ${looks.viewport.width} px`;
	const user = await new User(...(page.typed ?? [])).open(browser, looks);
	const complaints = [];
	user.page.on("console", (message) => complaints.push(message.text()));
	user.page.on("pageerror", (error) => complaints.push(String(error)));
	is(`${name}: the status`, await user.visit(server.url + page.path), page.status);
	is(`${name}: a title, a language, a heading, nothing to scroll aside`,
		await user.page.evaluate(describe),
		{ title: true, lang: "en", heading: 1, scrolls: false });
	is(`${name}: all text can be read`, await user.page.evaluate(faintTexts), []);
	// That the status is none of success is said there, too.
	is(`${name}: the console is empty`, complaints.filter((text) =>
		!/^Failed to load resource: the server responded with a status of 4/.test(text)), []);
	await user.close();
}

// Each link of the start page leads somewhere, for who has a password.
async function linksLead(browser, server) {
	const user = await new User({ username: "alice", password: "secret" }).open(browser);
	await user.visit(`${server.url}/`);
	const links = await user.page.evaluate(() => [...document.links].map((link) => link.href));
	is("the start page has a link", links.length > 0, true);
	for (const link of links) {
		is("it stays with us", new URL(link).origin, server.url);
		is(`${new URL(link).pathname} opens`, await user.visit(link), 200);
	}
	await user.close();
}

module.exports = async function pages(browser) {
	const server = new Server(await freePort(), []);
	try {
		await server.start();
		for (const page of PAGES)
			for (const looks of LOOKS)
				await looksGood(browser, server, page, looks);
		await linksLead(browser, server);
		is("the demonstration ends well", await server.stop(), 0);
	} finally {
		server.process?.kill("SIGKILL");
	}
};
