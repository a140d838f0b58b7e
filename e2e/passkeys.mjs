// Passkeys in a real browser with an authenticator of its own (CDP WebAuthn): one is added on the page of the account, signs
// in, and is refused after it was removed; a wrong code, another language and a browser without scripts.
//
//   node e2e/passkeys.mjs BINARY [OUT]
//
// Screenshots go to OUT (target/e2e/workbench). What is wrong goes to stderr, one complaint a line; the exit code is 1 if
// there is any. `CHROMIUM` names another browser than Debian's.

import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import * as checks from "./checks.mjs";
import { BROWSER_LANGUAGE, generator, serve } from "./workbench-site.mjs";

const LIMIT_MS = 30_000;
const PASSWORD = "correct horse battery staple 41";
const NAME = "Laptop in the registry";

const [given, out = join("target", "e2e", "workbench")] = process.argv.slice(2);
if (!given || !existsSync(given)) {
  console.error(`error: ${given ? `there is no \`${given}\`` : "no binary was named"}\nhint: node e2e/passkeys.mjs target/debug/holdfire`);
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const check = (ok, what) => checks.check("passkeys", ok, what);
const axe = (where) => checks.axe(page, `passkeys, ${where}`);

const site = await serve(resolve(given), "cases/energy-2025", "localhost");
const browser = await checks.launch(BROWSER_LANGUAGE);
const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" });
context.setDefaultTimeout(LIMIT_MS);
const page = await context.newPage();
page.on("pageerror", (error) => check(false, `script error: ${error.message}`));
page.on("console", (message) => {
  // A refusal is told of by the browser as well.
  if (["error", "warning"].includes(message.type()) && !/status of 4\d\d/.test(message.text())) check(false, `console: ${message.text()}`);
});

const adding = () => page.locator('form[data-does="add"]');
const entering = () => page.locator('form[data-does="sign-in"]');
async function leave() {
  await page.goto(`${site.origin}/account`);
  await page.locator("header details.menu").last().locator("summary").click();
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForURL(`${site.origin}/`);
  await page.goto(`${site.origin}/sign-in`);
}

try {
  // An authenticator inside the device that asks for its PIN, and always gets it.
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });

  await page.goto(`${site.origin}${site.link}`);
  await axe("enrolment");
  const code = generator(await page.locator(".qr .mono").textContent());
  check((await page.locator("nav a[hreflang]").count()) === 3, "the page of the invitation has no menu of languages");
  await page.locator('nav a[hreflang="uk"]').click();
  await page.waitForFunction(() => document.documentElement.lang === "uk");
  await page.locator('nav a[hreflang="en"]').click();
  await page.waitForFunction(() => document.documentElement.lang === "en");
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#again").fill(PASSWORD);
  await page.locator("#code").fill(await code());
  await page.locator("button.primary").click();
  await page.locator("a.button.primary").click();

  await page.goto(`${site.origin}/account`);
  check(await adding().isVisible(), "no form to add a passkey");
  check((await page.locator("#sessions-h ~ div td").first().textContent()).includes("Chrome on Linux"), "the device is not named in words");
  await axe("account");
  await adding().locator("[name=name]").fill(NAME);
  await adding().locator("[name=code]").fill("000000");
  await adding().locator("button").click();
  await adding().locator("[role=status]").filter({ hasText: "The code is not right" }).waitFor();
  check((await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length === 0, "the device was asked after a wrong code");
  await adding().locator("[name=code]").fill(await code());
  await adding().locator("button").click();
  const row = page.locator("#passkeys-h ~ div tr", { hasText: NAME });
  await row.waitFor();
  check((await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length === 1, "the device holds no passkey");
  await page.screenshot({ path: join(out, "passkeys-account.png"), fullPage: true });
  await axe("account with a passkey");

  await leave();
  await axe("sign-in");
  await page.screenshot({ path: join(out, "passkeys-sign-in.png"), fullPage: true });
  await entering().locator("button").click();
  await page.waitForURL(`${site.origin}/`);
  check((await page.locator("header").textContent()).includes("Registry"), "the passkey did not sign in");
  await page.goto(`${site.origin}/admin`);
  check(/\d{4}-\d\d-\d\d/.test(await page.locator("table tr", { hasText: "Registry" }).first().textContent()), "when the operator signed in last is not told");

  await page.goto(`${site.origin}/account`);
  await row.locator("[name=code]").fill(await code());
  await row.locator("button").click();
  await page.waitForLoadState();
  check((await row.count()) === 0, "a passkey that was removed is still listed");
  await leave();
  await entering().locator("button").click();
  await entering().locator("[role=status]").filter({ hasText: "did not work" }).waitFor();
  check(page.url().endsWith("/sign-in"), "a passkey that was removed signs in");

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(`${site.origin}/sign-in?lang=ru`);
  check(!(await still.locator('form[data-does="sign-in"]').isVisible()), "without scripts a passkey is offered");
  check(await still.locator("#password").isVisible(), "without scripts nobody can sign in");
  await plain.close();
} catch (error) {
  check(false, `stopped: ${error.stack.split("\n").slice(0, 6).join(" ")}`);
}
await browser.close();
await site.close();
check(site.said().split("\n").every((line) => !/panic|error/.test(line)), `the journal says: ${site.said()}`);
checks.end("passkeys", "");
