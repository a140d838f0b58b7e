// Works the real workbench in a real browser: makes a mission by the built binary, serves it, and does what an operator, a
// second person of the secretariat, a liaison officer and the public do there, by mouse alone and by keyboard alone.
//
//   node e2e/workbench.mjs BINARY [OUT]
//
// Screenshots of every screen go to OUT (target/e2e/workbench). What is wrong goes to stderr, one complaint a line; the exit
// code is 1 if there is any. `CHROMIUM` names another browser than Debian's.

import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { axe, check, end, launch, wrong } from "./checks.mjs";
import { BROWSER_LANGUAGE, generator, keyboard, mouse, serve } from "./workbench-site.mjs";

const NARROW_RULES = { type: "rule", values: ["scrollable-region-focusable", "target-size"] };
const LIMIT_MS = 30_000;
const PAGE_LIMIT_BYTES = 150_000;
// A case with a few readings more should still fit.
const ROOM_BYTES = 0.08 * PAGE_LIMIT_BYTES;
const SCREEN = { width: 1440, height: 1000 };
const NARROW = { width: 390, height: 844 };
const LANGUAGES = ["en", "uk", "ru"];
// What only the map and the timeline load.
const OF_THE_MAP = /\/(map|timeline)-|\/tiles\/|pmtiles|\/api\/v1\/timeline|glyphs|basemap|worker/;
// An incident of the case that the party is asked about.
const INCIDENT = "AV25-043";
const ACCUSED = "Ukraine";

const [given, out = join("target", "e2e", "workbench")] = process.argv.slice(2);
if (!given || !existsSync(given)) {
  console.error(`error: ${given ? `there is no \`${given}\`` : "no binary was named"}\nhint: node e2e/workbench.mjs target/debug/holdfire`);
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const heaviest = { name: "", bytes: 0 };

const site = await serve(resolve(given), "cases/energy-2025");
const browser = await launch(BROWSER_LANGUAGE);

/** A context whose pages complain about requests elsewhere, refusals of the security policy, errors and warnings. */
async function visit(where, options = {}) {
  const { scripts = true, ...rest } = options;
  const context = await browser.newContext({ viewport: SCREEN, locale: "en-GB", reducedMotion: "reduce", javaScriptEnabled: scripts, ...rest });
  context.setDefaultTimeout(LIMIT_MS);
  const state = { where, expected: [], quiet: false, answers: [] };
  await context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.origin === site.origin || ["data:", "blob:"].includes(url.protocol)) return route.fallback();
    check(state.where, false, `asks another host: ${url.href}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("response", (response) => state.answers.push(response));
  page.on("pageerror", (error) => check(state.where, false, `script error: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    // Drawing by software is slow to read back, and says so.
    if (!["error", "warning"].includes(message.type()) || text.includes("GL Driver Message") || state.quiet) return;
    // A page that says 404 or 409 on purpose is told of by the browser as well.
    if (state.expected.some((status) => text.includes(`status of ${status}`))) return;
    check(state.where, false, `console ${message.type()}: ${text}`);
  });
  return { context, page, state };
}

/** Runs a piece; what stops it is a complaint, not the end. */
async function piece(where, state, use) {
  if (state) state.where = where;
  const before = wrong();
  try {
    await use(where);
  } catch (error) {
    const at = [...(error.stack ?? "").matchAll(/workbench(?:-site)?\.mjs:\d+/g)].map(([text]) => text).join(" < ");
    check(where, false, `stopped: ${error.message.split("\n").slice(0, 3).join(" ")} (${at})`);
  }
  return wrong() === before;
}

async function ready(page) {
  await page.waitForLoadState("load");
  for (const box of await page.locator(".mapbox, .timebox").all()) await box.and(page.locator("[data-ready]")).waitFor();
  await page.evaluate(() => document.fonts.ready);
}

const shot = (page, name, fullPage = true) => page.screenshot({ path: join(out, `${name}.png`), fullPage });
const problem = (page) => page.locator(".notice.problem").allTextContents().then((all) => all.join(" ").trim());

/** Looks at one screen as somebody: its language, what it loads, and, unless it is only weighed, what axe says, and a picture. */
async function look(who, storageState, screen, looks) {
  const [name, path, expected = 200] = screen;
  const { language, scheme, narrow = false, weighed = false } = looks;
  const label = `${who}-${name}-${language}-${narrow ? "narrow" : scheme}`;
  const { context, page, state } = await visit(label, { storageState, colorScheme: scheme, viewport: narrow ? NARROW : SCREEN });
  if (expected !== 200) state.expected.push(expected);
  await piece(label, state, async () => {
    const answer = await page.goto(`${site.origin}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
    check(label, answer.status() === expected, `answers ${answer.status()} instead of ${expected}`);
    await ready(page);
    check(label, (await page.evaluate(() => document.documentElement.lang)) === language, `its \`lang\` is not ${language}`);
    check(label, (await page.locator("h1").count()) === 1, "has not one `h1`");
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(label, over <= 0, `is ${over} pixels wider than the window`);
    if (!weighed) {
      await shot(page, label);
      // The dark scheme is the same page in other colours; on a narrow screen boxes scroll that do not on a wide one.
      await axe(page, label, narrow ? NARROW_RULES : scheme === "dark" ? ["cat.color"] : undefined);
    }
    // Events never end, so their size is never known.
    const loaded = state.answers.filter((one) => new URL(one.url()).pathname !== "/api/v1/events" && !OF_THE_MAP.test(one.url()));
    const sizes = await Promise.all(loaded.map((one) => one.request().sizes().then((size) => size.responseBodySize, () => 0)));
    const bytes = sizes.reduce((sum, one) => sum + one, 0);
    if (bytes > heaviest.bytes) Object.assign(heaviest, { name: label, bytes });
    check(label, bytes <= PAGE_LIMIT_BYTES - ROOM_BYTES, `loads ${bytes} bytes without its map`);
  });
  await context.close();
}

/** Every screen in two languages and both schemes, once on a narrow one, and weighed in the third language; three at a time. */
async function walk(who, storageState, screens) {
  const waiting = screens.flatMap((screen) => [
    ...LANGUAGES.slice(0, 2).flatMap((language) => ["light", "dark"].map((scheme) => [screen, { language, scheme }])),
    ...LANGUAGES.slice(2).map((language) => [screen, { language, scheme: "light", weighed: true }]),
    [screen, { language: "en", scheme: "light", narrow: true }],
  ]);
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await look(who, storageState, ...next);
  };
  await Promise.all([worker(), worker(), worker()]);
}

/** Sets up an account by its link and gives what the person has then: password, generator, recovery codes. */
async function enrol(who, { page, state }, link, hands) {
  const password = `${who} keeps a long password 7`;
  const person = { who, password, name: "", recovery: [], code: null };
  await piece(`${who}: enrolment by ${hands.name}`, state, async (where) => {
    await page.goto(`${site.origin}${link}`);
    await shot(page, `${who}-enrol`);
    await axe(page, where);
    person.name = await page.locator('input[name="username"]').inputValue();
    person.code = generator(await page.locator("figure.qr .mono").textContent());
    await hands.write(page, page.locator("#password"), password);
    await hands.write(page, page.locator("#again"), password);
    await hands.write(page, page.locator("#code"), await person.code());
    await hands.press(page, page.locator("button.primary"));
    await page.locator("ul.receipt").waitFor();
    person.recovery = await page.locator("ul.receipt li").allTextContents();
    check(where, person.recovery.length >= 5, `gives ${person.recovery.length} recovery codes`);
    await axe(page, where);
    await hands.press(page, page.locator("a.button.primary"));
    await page.waitForURL(`${site.origin}/`);
  });
  return person;
}

/** Takes somebody in by the Admin page and gives the link. */
async function takeIn(page, person, name, role, party) {
  await page.goto(`${site.origin}/admin`);
  await page.locator("#add-name").fill(name);
  await page.locator("#add-role").selectOption(role);
  // The party that the incident is alleged of, so that its word contests the claim.
  if (party) await page.locator("#add-party").selectOption({ label: ACCUSED });
  const id = party ? await page.locator("#add-party").inputValue() : "";
  await page.locator("#add-code").fill(await person.code());
  await page.locator("form", { has: page.locator("#add-name") }).locator("button").click();
  const line = page.locator(".notice.done .receipt");
  await line.waitFor().catch(async () => { throw new Error(`${name} is not taken in: ${await problem(page)}`); });
  await shot(page, `operator-admin-link-${role}`);
  return { link: /\/enrol\/\S+/.exec(await line.textContent())[0], party: id };
}

async function signIn(hands, page, person, secret) {
  await page.goto(`${site.origin}/sign-in`);
  await hands.write(page, page.locator("#name"), person.name);
  await hands.write(page, page.locator("#password"), person.password);
  await hands.write(page, page.locator("#code"), secret);
  if (secret.length > 6) await hands.press(page, page.locator('input[name="kind"]'));
  await hands.press(page, page.locator("button.primary"));
  await page.waitForURL(`${site.origin}/`).catch(async () => { throw new Error(`is not let in: ${await problem(page)}`); });
}

/** Does one act on the page of a task and waits until it stands in the history. */
async function act(hands, page, name, values, person) {
  const card = page.locator("details.card", { has: page.locator(`input[name="act"][value="${name}"]`) });
  if ((await card.count()) === 0) throw new Error(`the act \`${name}\` is not offered`);
  if (!(await card.evaluate((one) => one.open))) await hands.press(page, card.locator("summary"));
  for (const [field, value] of Object.entries(values)) {
    const control = card.locator(`[name="${field}"]`);
    const kind = await control.first().evaluate((one) => one.localName);
    if (kind === "select") await hands.choose(page, control, value);
    else if (value === true) await hands.press(page, control.first());
    else await hands.write(page, control, value);
  }
  const code = card.locator('[name="code"]');
  if ((await code.count()) > 0) await hands.write(page, code, await person.code());
  const before = await page.locator("ol.feed > li").count();
  await hands.press(page, card.locator("form button"));
  await page.waitForFunction((was) => document.querySelectorAll("ol.feed > li").length > was || document.querySelector(".notice.problem"), before);
  const said = await problem(page);
  if (said) throw new Error(`\`${name}\` is refused: ${said}`);
}

/** Opens a request for reply from the page of an incident and gives the address of its task. */
async function openRequest(hands, page, asked, question) {
  await page.goto(`${site.origin}/incidents/${INCIDENT}`);
  await hands.press(page, page.locator('aside a[href*="kind=request-for-reply"]'));
  await page.locator('form[action="/tasks"]').waitFor();
  const form = page.locator('form[action="/tasks"]');
  const control = form.locator('[name="asked"]').first();
  if ((await control.evaluate((one) => one.localName)) === "select") await hands.choose(page, control, asked);
  else await hands.press(page, form.locator(`[name="asked"][value="${asked}"]`));
  await hands.write(page, form.locator('[name="question"]'), question);
  await hands.press(page, form.locator("button"));
  await page.waitForURL(/\/tasks\/T?[\w-]*\d/).catch(async () => { throw new Error(`no task is opened: ${await problem(page)}`); });
  return new URL(page.url()).pathname;
}

const began = Date.now();
const PUBLIC = [["today", "/"], ["agreement", "/agreement"], ["incidents", "/incidents"], ["incident", `/incidents/${INCIDENT}`]];
await walk("public-before", undefined, [...PUBLIC.slice(0, 3), ["incident", `/incidents/${INCIDENT}`, 404], ["sign-in", "/sign-in"], ["fault", "/incidents/none", 404], ["api", "/api"]]);

// --- People ---------------------------------------------------------------------------------------------------------
const desks = { operator: await visit("operator"), second: await visit("second"), liaison: await visit("liaison") };
const operator = await enrol("operator", desks.operator, site.link, mouse);
let [second, liaison, party] = [null, null, ""];
await piece("people", desks.operator.state, async () => {
  const first = await takeIn(desks.operator.page, operator, "Second", "secretariat", false);
  second = await enrol("second", desks.second, first.link, keyboard);
  const officer = await takeIn(desks.operator.page, operator, "Liaison", "liaison", true);
  party = officer.party;
  liaison = await enrol("liaison", desks.liaison, officer.link, keyboard);
});
if (!second || !liaison) {
  console.error("error: without people nothing else can be tried");
  await browser.close();
  await site.close();
  process.exit(1);
}

// --- Each thing by mouse and by keyboard ----------------------------------------------------------------------------
async function signsIn(hands, person) {
  const { context, page, state } = await visit("");
  await piece(`sign in by ${hands.name}`, state, async (where) => {
    await signIn(hands, page, person, await person.code());
    check(where, (await page.locator('form[action="/sign-out"]').count()) === 1, "nobody is signed in");
  });
  await context.close();
}

/** Enters on Register whose the sealed list is. */
async function entersWhose(hands, { page, state }, person, value) {
  await piece(`whose a sealed list is, by ${hands.name}`, state, async (where) => {
    await page.goto(`${site.origin}/register`);
    await hands.choose(page, page.locator("#whose-list"), site.list);
    await hands.choose(page, page.locator("#whose-party"), value);
    await hands.write(page, page.locator("#whose-code"), await person.code());
    await hands.press(page, page.locator('form[action="/register/whose"] button'));
    await page.waitForURL(`${site.origin}/register`).catch(async () => { throw new Error(`is refused: ${await problem(page)}`); });
    await shot(page, `register-whose-${hands.name}`);
    await axe(page, where);
  });
}

/** A liaison sees the sealed list of its party, and what else it sees of it nothing. */
async function seesList({ page, state }, sees) {
  await piece("the sealed list of a party", state, async (where) => {
    await page.goto(`${site.origin}/register`);
    const lists = await page.locator("section > h3.mono").allTextContents();
    check(where, lists.join() === (sees ? site.list : ""), `shows the lists ${lists.join() || "none"}`);
    if (!sees) return;
    await page.locator("details.card summary").last().click();
    check(where, (await page.locator("pre.receipt", { hasText: "holdfire record prove" }).count()) === 1, "no proof is told of");
    await shot(page, "liaison-register-list");
    await axe(page, where);
  });
}

async function filtersAndOpens(hands, { page, state }) {
  await piece(`filter by ${hands.name}`, state, async (where) => {
    await page.goto(`${site.origin}/incidents`);
    await ready(page);
    const found = () => page.locator("#results [aria-live]").first().textContent().then((text) => Number(/\d[\d\s,]*/.exec(text)?.[0].replace(/\D/g, "")));
    const all = await found();
    const value = await page.locator("#class option").nth(1).getAttribute("value");
    await hands.choose(page, page.locator("#class"), value);
    await hands.press(page, page.locator("form.filter > button"));
    await page.waitForURL(new RegExp(`class=${value}`));
    await page.locator("#results .chip").waitFor();
    const some = await found();
    check(where, some > 0 && some < all, `the list has ${some} of ${all}`);
    check(where, (await page.locator("#results tbody tr").count()) > 0, "the list is empty");
    const title = page.locator("#results .title").first();
    const id = (await title.textContent()).trim();
    await hands.press(page, title);
    await page.waitForURL(new RegExp(`/incidents/${id}`));
    check(where, (await page.locator(".head .kicker").textContent()).trim() === id, "another incident is opened");
  });
}

async function asksAndAnswers(hands, question, reply) {
  let path = "";
  await piece(`a request for reply by ${hands.name}`, desks.operator.state, async (where) => {
    const { page } = desks.operator;
    path = await openRequest(hands, page, party, question);
    const { page: theirs, state } = desks.liaison;
    state.expected.push(404);
    check(where, (await theirs.goto(site.origin + path)).status() === 404, "the party sees the request before it is asked");
    state.expected.pop();
    await act(hands, page, "ask", { due: "2031-12-24T10:00" }, operator);
    check(where, (await theirs.goto(site.origin + path)).status() === 200, "the party does not see what it is asked");
    state.where = `${where} (the liaison)`;
    await act(hands, theirs, "answer", reply, liaison);
    await page.goto(site.origin + path);
    check(where, (await page.locator("main").textContent()).includes(reply.text), "the answer does not reach the secretariat");
    await page.goto(`${site.origin}/incidents/${INCIDENT}`);
    check(where, (await page.locator(".head .e.contested").count()) === 1, "an incident that the accused party denies is not contested");
  });
  return path;
}

async function publishes(hands, proposer, voter, reason) {
  const [one, other] = [desks[proposer.who], desks[voter.who]];
  await piece(`a publication by ${hands.name}`, one.state, async (where) => {
    const { page } = one;
    await page.goto(`${site.origin}/tasks`);
    await hands.press(page, page.locator('main a[href="/publish"]'));
    const form = page.locator('form[action="/publish"]');
    await form.waitFor();
    await hands.press(page, form.locator('[name="warned"]'));
    await hands.write(page, form.locator('[name="reason"]'), reason);
    await hands.write(page, form.locator('[name="code"]'), await proposer.code());
    await hands.press(page, form.locator("button"));
    await page.waitForURL(/\/tasks\//).catch(async () => { throw new Error(`is not proposed: ${await problem(page)}`); });
    const path = new URL(page.url()).pathname;
    check(where, (await page.locator('input[name="act"][value="execute"]').count()) === 0, "one person alone may carry it out");
    await shot(page, `publication-proposed-${hands.name}`);
    other.state.where = `${where} (the second person)`;
    await other.page.goto(site.origin + path);
    await act(hands, other.page, "vote", { voice: "for" }, voter);
    await page.goto(site.origin + path);
    await act(hands, page, "execute", {}, proposer);
    await shot(page, `publication-done-${hands.name}`);
  });
}

await signsIn(mouse, second);
await signsIn(keyboard, liaison);
await filtersAndOpens(mouse, desks.operator);
await filtersAndOpens(keyboard, desks.liaison);
await filtersAndOpens(keyboard, desks.second);
await entersWhose(mouse, desks.operator, operator, "/");
await seesList(desks.liaison, false);
await entersWhose(keyboard, desks.second, second, party);
await seesList(desks.liaison, true);
const task = await asksAndAnswers(mouse, "What do you say to this?", { reply_kind: "denies", text: "It was not us." });
await asksAndAnswers(keyboard, "And to the other account?", { reply_kind: "denies", text: "Nor was that." });

// --- Two officers on one state ---------------------------------------------------------------------------------------
await piece("two officers at once", desks.second.state, async (where) => {
  const path = await openRequest(mouse, desks.operator.page, party, "Who was first?");
  await desks.second.page.goto(site.origin + path);
  await act(mouse, desks.operator.page, "note", { text: "I was first." }, operator);
  desks.second.state.expected.push(409);
  let told = "";
  await act(mouse, desks.second.page, "note", { text: "So was I." }, second).catch((error) => (told = error.message));
  check(where, told !== "", "the second is not told, and both acts are taken");
  check(where, /operator|Registry/i.test(told), `the second is not told who was first: ${told}`);
  await shot(desks.second.page, "second-told");
  await axe(desks.second.page, where);
  check(where, (await desks.second.page.locator("main").textContent()).includes("I was first."), "what the first did is not shown");
  check(where, await desks.second.page.evaluate(() => document.activeElement?.getAttribute("role") === "alert"), "focus does not start at what was wrong");
  const kept = await desks.second.page.locator('textarea[name="text"], input[name="text"]').evaluateAll((all) => all.map((one) => one.value));
  check(where, kept.includes("So was I."), "what the second wrote is lost");
});

await piece("the language stays", desks.liaison.state, async (where) => {
  const { page } = desks.liaison;
  await page.goto(`${site.origin}/?lang=uk`);
  await page.locator('.rail a[href^="/agreement"]').click();
  await page.waitForURL(/\/agreement/);
  check(where, (await page.evaluate(() => document.documentElement.lang)) === "uk", "the next page is in another language");
  await page.goto(`${site.origin}/?lang=en`);
});

// --- Scripts off -----------------------------------------------------------------------------------------------------
await piece("scripts off", null, async (where) => {
  const { context, page } = await visit(where, { scripts: false });
  await signIn(mouse, page, second, second.recovery[0]);
  await page.goto(`${site.origin}/incidents`);
  check(where, (await page.locator(".mapbox:visible, .timebox:visible").count()) === 0, "room is left for what does not come");
  const value = await page.locator("#class option").nth(1).getAttribute("value");
  await page.locator("#class").selectOption(value);
  await page.locator("form.filter > button").click();
  await page.waitForURL(new RegExp(`class=${value}`));
  check(where, (await page.locator("#results .chip").count()) === 1, "the filter does not work");
  await shot(page, "incidents-no-scripts");
  await openRequest(mouse, page, party, "Opened without scripts");
  await act(mouse, page, "note", { text: "Noted without scripts." }, second).catch((error) => {
    // Waiting needs a script in the page, so without them the page itself is read.
    if (!/evaluate|function/i.test(error.message)) throw error;
  });
  await shot(page, "task-no-scripts");
  await context.close();
});

// --- Network off -----------------------------------------------------------------------------------------------------
await piece("network off", desks.second.state, async (where) => {
  const { page, context, state } = desks.second;
  await page.goto(`${site.origin}/incidents`);
  await ready(page);
  const words = () => page.locator("#results [aria-live]").first().textContent();
  const before = await words();
  state.quiet = true;
  await context.setOffline(true);
  await page.locator("#class").selectOption({ index: 1 });
  await page.locator("form.filter > button").click();
  await page.waitForTimeout(1_500);
  await shot(page, "incidents-offline", false);
  const stays = page.url().startsWith(site.origin);
  if (stays) {
    const chips = await page.locator("#results .chip").count();
    const told = await page.locator('[role="alert"]:visible, [role="status"]:visible, .notice:visible').allTextContents();
    check(where, chips === 0 && (await words()) === before, "the list claims a filter that was not applied");
    check(where, told.some((text) => text.trim() !== ""), "nothing says that the filter was not applied");
    check(where, (await page.locator(".mapbox .notice:visible").count()) > 0, "the map is empty, and does not say that it could not be loaded");
  }
  await context.setOffline(false);
  // A palette that was used before; what is typed now cannot be asked of the server.
  await page.goto(`${site.origin}/`);
  await ready(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").waitFor();
  await context.setOffline(true);
  await page.getByRole("combobox").fill("substation");
  await page.waitForTimeout(1_500);
  await shot(page, "palette-offline", false);
  const said = await page.locator("dialog").innerText();
  check(where, !/no (match|result)|nothing (is )?found|not found/i.test(said), `the palette says that there is nothing: ${said}`);
  check(where, !/up to date|connected|online/i.test(await page.locator("body").innerText()), "the page says that it is up to date");
  await context.setOffline(false);
  // One that was not: its code cannot be loaded, which is no error of a script.
  await page.goto(`${site.origin}/`);
  await ready(page);
  await context.setOffline(true);
  await page.keyboard.press("Control+k");
  await page.waitForTimeout(1_000);
});
await desks.second.context.setOffline(false);
desks.second.state.quiet = false;

// --- Publications ----------------------------------------------------------------------------------------------------
await publishes(mouse, operator, second, "The first state for everybody.");
await piece("see as", desks.operator.state, async (where) => {
  const { page } = desks.operator;
  await page.goto(`${site.origin}/admin`);
  await page.locator('form[action="/admin/see-as"]', { has: page.locator('[value="Liaison"]') }).locator("button").click();
  await page.locator(".as-other").waitFor();
  await ready(page);
  await shot(page, "operator-as-liaison");
  await axe(page, where);
  await page.locator(".as-other button").click();
  await page.locator(".as-other").waitFor({ state: "detached" });
});

// --- Every screen ----------------------------------------------------------------------------------------------------
const MEMBER = [
  ["today", "/"],
  ["agreement", "/agreement"],
  ["incidents", "/incidents"],
  ["incident", `/incidents/${INCIDENT}`],
  ["tasks", "/tasks"],
  ["task", task || "/tasks"],
  ["register", "/register"],
  ["record", "/record"],
  ["account", "/account"],
  ["fault", "/incidents/none", 404],
];
const [officeState, partyState] = [await desks.operator.context.storageState(), await desks.liaison.context.storageState()];
await walk("operator", officeState, [
  ...MEMBER,
  ["task-new", `/tasks/new?kind=request-for-reply&about=incident%20${INCIDENT}`],
  // The case gives the mandate to watch and report, so nothing beyond it is offered.
  ["beyond-the-mandate", `/tasks/new?kind=verification&about=incident%20${INCIDENT}`, 404],
  ["report-new", "/reports/new"],
  ["publish", "/publish"],
  ["admin", "/admin"],
]);
await walk("liaison", partyState, [
  ...MEMBER.filter(([name]) => name !== "record"),
  ["complaint-new", "/tasks/new?kind=complaint"],
  ["admin", "/admin", 403],
  ["publish", "/publish", 403],
]);
await walk("public", undefined, PUBLIC);
await publishes(keyboard, second, operator, "The second state for everybody.");

await browser.close();
await site.close();
const seconds = Math.round((Date.now() - began) / 1000);
end("workbench pages", `, ${seconds} s; heaviest without its map: ${heaviest.name}, ${heaviest.bytes} bytes; screenshots in ${out}`);
