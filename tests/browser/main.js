// Starts the browser for all tests that need one: main.js PROGRAM FAKES MODULES.
"use strict";

const path = require("node:path");

const { finish } = require("./harness.js");
const listings = require("./listings.js");
const logins = require("./login.js");
const pages = require("./pages.js");

const modules = path.resolve(process.argv[4]);
const { chromium } = require(path.join(modules, "node_modules", "playwright-core"));

// Whether a browser can run here is not what is tested.
async function launch() {
	try {
		return await chromium.launch({
			executablePath: "/usr/bin/chromium",
			args: process.getuid() === 0 ? ["--no-sandbox"] : [],
		});
	} catch (error) {
		console.log(`1..0 # SKIP Chromium does not start: ${String(error).split("\n")[0]}`);
		return null;
	}
}

async function main() {
	const browser = await launch();
	if (!browser)
		return;
	try {
		await logins(browser);
		await pages(browser);
		await listings(browser);
	} finally {
		await browser.close();
	}
	finish();
}

main().catch((error) => {
	console.log(`Bail out! ${String(error.stack).replaceAll("\n", " ")}`);
	process.exitCode = 1;
});
