// Logs in with Chromium as a user does, and counts how often the user would have been asked.
"use strict";

const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

const { is, freePort, Server, User } = require("./harness.js");

const IMAGES = 20;
const ALICE = { username: "alice", password: "secret" };
const JOSE = { username: "josé", password: "pass wörd:1" };
const WRONG = { username: "alice", password: "wrong" };
const SCHEMES = {
	"/sha": ["digest:SHA-256"],
	"/md5": ["digest:MD5"],
	"/basic": ["basic"],
	"/example": ["digest:SHA-256", "digest:MD5", "basic"], // as the demonstration offers them
};

// A page with so many images that the browser needs several connections.
function makePages(directory) {
	const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>';
	let page = '<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><p>welcome</p>';
	for (let i = 0; i < IMAGES; i++) {
		writeFileSync(path.join(directory, `${i}.svg`), svg);
		page += `<img src="${i}.svg" alt="">`;
	}
	writeFileSync(path.join(directory, "index.html"), page);
}

// A portal for each choice of schemes.
function portals(directory) {
	return Object.entries(SCHEMES).flatMap(([prefix, factories]) => [
		"--at", prefix, "--name", "Example", ...factories.flatMap((one) => ["--factory", one]),
		"--auth", `memory:alice:secret:${JOSE.username}:pass wörd\\:1`,
		"--realm", `files:${directory}`,
	]);
}

async function logsIn(browser, server, prefix, expected) {
	const user = await new User(ALICE).open(browser);
	is(`${prefix}: the login opens the page`, await user.visit(`${server.url}${prefix}/`), 200);
	is(`${prefix}: the user sees it, with its images`, await user.sees(),
		{ text: "welcome", images: IMAGES });
	is(`${prefix}: the user was asked once`, user.asked, 1);
	const used = new Set(user.sent.map((value) =>
		/^Basic /.test(value) ? "Basic" : /algorithm="?([^",]*)/.exec(value)[1]));
	is(`${prefix}: with ${expected}`, [...used], [expected]);
	is(`${prefix}: in each request`, user.sent.length >= IMAGES, true);
	if (expected !== "Basic") {
		is(`${prefix}: all requests share one nonce`, new Set(user.parameters("nonce")).size, 1);
		is(`${prefix}: and each has a count of its own`, new Set(user.parameters("nc")).size,
			user.sent.length);
	}
	await user.close();
}

async function isRefused(browser, server, prefix) {
	const user = await new User(WRONG).open(browser);
	is(`${prefix}: a wrong password does not`, await user.visit(`${server.url}${prefix}/`), 401);
	is(`${prefix}: and the user is asked again`, user.asked, 2);
	await user.close();
	const second = await new User(WRONG, ALICE).open(browser);
	is(`${prefix}: where the right one opens`, await second.visit(`${server.url}${prefix}/`), 200);
	await second.close();
}

async function takesAllNames(browser, server, prefix) {
	const user = await new User(JOSE).open(browser);
	is(`${prefix}: a name that is not ASCII`, await user.visit(`${server.url}${prefix}/`), 200);
	await user.close();
}

// After a restart no nonce is known: to the browser that is one that has expired.
async function survivesStaleNonces(browser, server) {
	const user = await new User(ALICE).open(browser);
	await user.visit(`${server.url}/example/`);
	is("the server ends well", await server.stop(), 0);
	await server.start();
	is("a stale nonce: the page comes", await user.visit(`${server.url}/example/`), 200);
	is("a stale nonce: with all images", (await user.sees()).images, IMAGES);
	is("a stale nonce: nobody is asked for the password again", user.asked, 1);
	is("a stale nonce: there is a new one", new Set(user.parameters("nonce")).size, 2);
	await user.close();
}

module.exports = async function logins(browser) {
	const directory = mkdtempSync(path.join(tmpdir(), "postern-"));
	const server = new Server(await freePort(), portals(directory));
	makePages(directory);
	try {
		await server.start();
		await logsIn(browser, server, "/example", "SHA-256");
		await logsIn(browser, server, "/sha", "SHA-256");
		await logsIn(browser, server, "/md5", "MD5");
		await logsIn(browser, server, "/basic", "Basic");
		for (const prefix of ["/sha", "/md5", "/basic"]) {
			await isRefused(browser, server, prefix);
			await takesAllNames(browser, server, prefix);
		}
		await survivesStaleNonces(browser, server);
		is("the server ends well again", await server.stop(), 0);
	} finally {
		server.process?.kill("SIGKILL");
		rmSync(directory, { recursive: true });
	}
};
