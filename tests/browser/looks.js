// What every page has to be: readable by day and by night, whole on a phone, and of use to fingers, keys and
// readers of screens.
"use strict";

const { is, User } = require("./harness.js");

const LOOKS = ["light", "dark"].flatMap((colorScheme) =>
	[360, 1100].map((width) => ({ colorScheme, viewport: { width, height: 740 } })));

// Of the start page, and of all others.
const COLORS = {
	light: { paper: "rgb(251, 250, 247)", ink: "rgb(34, 38, 43)" },
	dark: { paper: "rgb(22, 25, 29)", ink: "rgb(228, 226, 220)" },
};

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

// In the page: links that a finger may miss (WCAG 2.2, 2.5.8), but for those within a sentence.
function smallLinks() {
	const alone = (link) => link.parentElement.innerText.trim() === link.innerText.trim();
	return [...document.links].filter(alone).map((link) => [link, link.getBoundingClientRect()])
		.filter(([, { width, height }]) => width < 24 || height < 24)
		.map(([link, { width, height }]) => `${link.innerText}: ${width} x ${height}`);
}

function describe() {
	const { scrollWidth, clientWidth, lang } = document.documentElement;
	const { backgroundColor, color } = getComputedStyle(document.body);
	return {
		title: document.title !== "",
		lang,
		landmarks: document.querySelectorAll("main").length,
		headings: document.querySelectorAll("h1").length,
		scrolls: scrollWidth > clientWidth,
		paper: backgroundColor,
		ink: color,
	};
}

function focused() {
	const { href } = document.activeElement;
	return getComputedStyle(document.activeElement).outlineStyle === "none" ? `${href} unseen` : href;
}

// The first links, in their order, each to be seen when it is reached.
async function keysLead(name, page) {
	const links = await page.evaluate(() => [...document.links].slice(0, 8).map(({ href }) => href));
	const reached = [];
	for (const _ of links) {
		await page.keyboard.press("Tab");
		reached.push(await page.evaluate(focused));
	}
	is(`${name}: the tab key leads from link to link`, reached, links);
}

async function looksGoodSo(browser, server, page, looks) {
	const name = `${page.name}, ${looks.colorScheme}, ${looks.viewport.width} px`;
	const user = await new User(...(page.typed ?? [])).open(browser, looks);
	const complaints = [];
	const fetched = new Set();
	user.page.on("console", (message) => complaints.push(message.text()));
	user.page.on("pageerror", (error) => complaints.push(String(error)));
	user.page.on("request", (request) => fetched.add(request.url()));
	is(`${name}: the status`, await user.visit(server.url + page.path), page.status);
	is(`${name}: it is whole, and one of ours`, await user.page.evaluate(describe),
		{ title: true, lang: "en", landmarks: 1, headings: 1, scrolls: false,
			...COLORS[looks.colorScheme] });
	is(`${name}: all text can be read`, await user.page.evaluate(faintTexts), []);
	is(`${name}: no link is too small`, await user.page.evaluate(smallLinks), []);
	await keysLead(name, user.page);
	is(`${name}: it needs nothing else`, [...fetched].filter((url) => !url.startsWith("data:")),
		[server.url + page.path]);
	// That the status is none of success is said there, too.
	is(`${name}: the console is empty`, complaints.filter((text) =>
		!/^Failed to load resource: the server responded with a status of [45]/.test(text)), []);
	await user.page.emulateMedia({ media: "print" });
	is(`${name}: printed, it is light`, (await user.page.evaluate(describe)).ink, COLORS.light.ink);
	await user.close();
}

// `page`: a name, a path, the status of the answer, and what the user types.
module.exports = async function looksGood(browser, server, page) {
	for (const looks of LOOKS)
		await looksGoodSo(browser, server, page, looks);
};
