// What the tests in a browser share: a server, a user before a window, and claims in TAP.
"use strict";

const { spawn } = require("node:child_process");
const net = require("node:net");
const path = require("node:path");

const [program, fakes] = process.argv.slice(2, 4).map((file) => path.resolve(file));

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

function finish() {
	console.log(`1..${count}`);
	process.exitCode = failed > 0 ? 1 : 0;
}

function freePort() {
	return new Promise((resolve) => {
		const listener = net.createServer().listen(0, "127.0.0.1", () => {
			const { port } = listener.address();
			listener.close(() => resolve(port));
		});
	});
}

class Server {
	// With the options of a server, but for its endpoint.
	constructor(port, options, file = program) {
		this.file = file;
		this.url = `http://127.0.0.1:${port}`;
		this.options = ["run", "--nodaemon", "--listen", `tcp:${port}:interface=127.0.0.1`,
			...options];
	}

	start() {
		return new Promise((resolve, reject) => {
			this.log = "";
			this.process = spawn(this.file, this.options, { stdio: ["ignore", "pipe", "pipe"] });
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

	// `looks`: the options of a browser's context
	async open(browser, looks = {}) {
		this.context = await browser.newContext(looks);
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

module.exports = { is, finish, freePort, fakes, Server, User };
