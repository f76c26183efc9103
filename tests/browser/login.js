// Logs in with Chromium as a user does, and counts how often the user would have been asked.
"use strict";

const { spawn } = require("node:child_process");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const net = require("node:net");
const { tmpdir } = require("node:os");
const path = require("node:path");

const [program, modules] = process.argv.slice(2).map((name) => path.resolve(name));
const { chromium } = require(path.join(modules, "node_modules", "playwright-core"));

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

let count = 0;
let failed = 0;

function is(name, got, expected) {
	const [left, right] = [JSON.stringify(got), JSON.stringify(expected)];
	count++;
	failed += left !== right;
	console.log(`${left === right ? "ok" : "not ok"} ${count} - ${name}`);
	if (left !== right)
		console.log(`#   expected: ${right}\n#   got: ${left}`);
}

function freePort() {
	return new Promise((resolve) => {
		const listener = net.createServer().listen(0, "127.0.0.1", () => {
			const { port } = listener.address();
			listener.close(() => resolve(port));
		});
	});
}

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

class Server {
	constructor(port, directory) {
		this.url = `http://127.0.0.1:${port}`;
		this.options = ["run", "--nodaemon", "--listen", `tcp:${port}:interface=127.0.0.1`];
		for (const [prefix, factories] of Object.entries(SCHEMES)) {
			this.options.push("--at", prefix, "--name", "Example");
			factories.forEach((factory) => this.options.push("--factory", factory));
			this.options.push("--auth", `memory:alice:secret:${JOSE.username}:pass wörd\\:1`,
				"--realm", `files:${directory}`);
		}
	}

	start() {
		return new Promise((resolve, reject) => {
			this.log = "";
			this.process = spawn(program, this.options, { stdio: ["ignore", "pipe", "pipe"] });
			const read = (text) => {
				this.log += text;
				if (this.log.includes("ready: "))
					resolve();
			};
			this.process.stdout.on("data", read);
			this.process.stderr.on("data", read);
			this.process.on("exit", () => reject(new Error(`no server: ${this.log}`)));
		});
	}

	stop() {
		return new Promise((resolve) => {
			this.process.removeAllListeners("exit");
			this.process.on("exit", (code) => resolve(code));
			this.process.kill("SIGTERM");
			setTimeout(() => this.process.kill("SIGKILL"), 10000).unref();
		});
	}
}

// A user before a new window, who types what it is given, and gives up after that.
class User {
	constructor(...typed) {
		this.typed = typed;
		this.asked = 0;
		this.sent = []; // each Authorization
	}

	async open(browser) {
		this.context = await browser.newContext();
		this.page = await this.context.newPage();
		const session = await this.context.newCDPSession(this.page);
		session.on("Fetch.requestPaused", ({ requestId }) =>
			session.send("Fetch.continueRequest", { requestId }).catch(() => {}));
		session.on("Fetch.authRequired", ({ requestId }) => {
			const credentials = this.typed[this.asked++];
			session.send("Fetch.continueWithAuth", {
				requestId,
				authChallengeResponse: credentials
					? { response: "ProvideCredentials", ...credentials }
					: { response: "CancelAuth" },
			}).catch(() => {});
		});
		session.on("Network.requestWillBeSentExtraInfo", ({ headers }) => {
			const value = Object.entries(headers).find(([name]) => /^authorization$/i.test(name));
			if (value)
				this.sent.push(value[1]);
		});
		await session.send("Network.enable");
		await session.send("Fetch.enable", { handleAuthRequests: true });
		return this;
	}

	async visit(url) {
		const response = await this.page.goto(url, { waitUntil: "load", timeout: 60000 });
		return response.status();
	}

	sees() {
		return this.page.evaluate(() => ({
			text: document.body.innerText.trim(),
			images: [...document.images].filter((image) => image.naturalWidth > 0).length,
		}));
	}

	parameters(name) {
		return this.sent.map((value) => new RegExp(`\\b${name}="?([^",]*)`).exec(value)?.[1]);
	}

	close() {
		return this.context.close();
	}
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

async function main() {
	const directory = mkdtempSync(path.join(tmpdir(), "postern-"));
	const server = new Server(await freePort(), directory);
	let browser;
	makePages(directory);
	try {
		await server.start();
		browser = await chromium.launch({
			executablePath: "/usr/bin/chromium",
			args: process.getuid() === 0 ? ["--no-sandbox"] : [],
		});
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
		await browser?.close();
		server.process?.kill("SIGKILL");
		rmSync(directory, { recursive: true });
	}
	console.log(`1..${count}`);
	process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
	console.log(`Bail out! ${String(error.stack).replaceAll("\n", " ")}`);
	process.exitCode = 1;
});
