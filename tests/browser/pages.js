// Looks at what people get to see: the demonstration, and the pages of what is refused or not there.
"use strict";

const { is, freePort, fakes, Server, User } = require("./harness.js");
const looksGood = require("./looks.js");

const ALICE = { username: "alice", password: "secret" };
const PAGES = [
	{ name: "the start page", path: "/", status: 200 },
	{ name: "a guarded page", path: "/example/foo", status: 200, typed: [ALICE] },
	{ name: "who does not log in", path: "/example/foo", status: 401 },
	{ name: "what is not there", path: "/none", status: 404 },
	{ name: "what is no request", path: "/%zz", status: 400 },
];
const REFUSALS = [
	{ name: "who may not", path: "/denied/", status: 403, typed: [ALICE] },
	{ name: "what cannot tell", path: "/broken/", status: 503, typed: [ALICE] },
];
const REFUSING = [
	["--at", "/denied", "--auth", "memory:alice:secret", "--realm", "denying"],
	["--at", "/broken", "--auth", "broken", "--realm", "page"],
].flatMap((portal) => [...portal, "--name", "Example", "--factory", "basic"]);

// Each link of the start page leads somewhere, for who has a password.
async function linksLead(browser, server) {
	const user = await new User(ALICE).open(browser);
	await user.visit(`${server.url}/`);
	const links = await user.page.evaluate(() => [...document.links].map((link) => link.href));
	is("the start page has a link", links.length > 0, true);
	for (const link of links) {
		is("it stays with us", new URL(link).origin, server.url);
		is(`${new URL(link).pathname} opens`, await user.visit(link), 200);
	}
	await user.close();
}

// Where backgrounds are not drawn: on paper, and in colours that users choose for themselves.
async function buttonHasAFrame(browser, server) {
	const user = await new User().open(browser);
	await user.visit(`${server.url}/`);
	for (const media of [{ media: "print" }, { media: "screen", forcedColors: "active" }]) {
		await user.page.emulateMedia(media);
		const { borderTopStyle, borderTopColor } = await user.page.evaluate(() =>
			({ ...getComputedStyle(document.querySelector("a.button")) }));
		is(`the button has a frame, ${Object.keys(media).pop()}`,
			borderTopStyle === "solid" && borderTopColor !== "rgba(0, 0, 0, 0)", true);
	}
	await user.close();
}

// Who has closed the dialog, and did not mean to.
async function canBeTriedAgain(browser, server) {
	const user = await new User(null, ALICE).open(browser);
	is("without a login the page stays closed", await user.visit(`${server.url}/example/foo?a=b`), 401);
	await user.page.click("text=Try again");
	await user.page.waitForSelector("text=Hello, alice.");
	is("its link asks again, and opens the same one", user.page.url(), `${server.url}/example/foo?a=b`);
	is("the user was asked twice", user.asked, 2);
	await user.close();
}

module.exports = async function pages(browser) {
	const server = new Server(await freePort(), []);
	const refusing = new Server(await freePort(), REFUSING, fakes);
	try {
		await server.start();
		await refusing.start();
		for (const page of PAGES)
			await looksGood(browser, server, page);
		for (const page of REFUSALS)
			await looksGood(browser, refusing, page);
		await linksLead(browser, server);
		await buttonHasAFrame(browser, server);
		await canBeTriedAgain(browser, server);
		is("the demonstration ends well", await server.stop(), 0);
		is("who refuses, too", await refusing.stop(), 0);
	} finally {
		server.process?.kill("SIGKILL");
		refusing.process?.kill("SIGKILL");
	}
};
