// Fills in each small form of the workflow in a real browser, as the people do whose forms they are: a complaint with its
// receipt, a request for reply through its states, a call, the ladder, a window for repairs with both consents, its later end
// and its closing, a gate that stayed shut, a hand-over, pairs of reports, a list of reports, who did it, and a body's decision.
// axe-core looks at each page on the way.
//
//   node e2e/forms.mjs BINARY [OUT]
//
// Screenshots go to OUT (target/e2e/forms). What is wrong goes to stderr, one complaint a line; the exit code is 1 if any.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { axe, check, end, launch } from "./checks.mjs";
import { BROWSER_LANGUAGE, generator, keyboard, mouse, serve } from "./workbench-site.mjs";

const LIMIT_MS = 20_000;
// A reply is due, and a window opens, on a day that no clock of a test reaches.
const [DUE, FROM, UNTIL, LATER] = ["2099-03-01T12:00", "2099-03-02T08:00", "2099-03-02T16:00", "2099-03-02T21:30"];
const PAST = "2025-03-26T10:00";

const [given, out = join("target", "e2e", "forms")] = process.argv.slice(2);
if (!given || !existsSync(given)) {
  console.error(`error: ${given ? `there is no \`${given}\`` : "no binary was named"}\nhint: node e2e/forms.mjs target/debug/holdfire`);
  process.exit(2);
}
mkdirSync(out, { recursive: true });

// The 2025 case as it would be with a mandate that goes all the way, a board and a ladder.
const WORKFLOW = `version = 1
severity_classes = ["outage", "casualties"]

[[body]]
name = "Joint commission"
board = { members = ["Registry", "Second"], quorum = 2, majority = "simple" }

[[level]]
name = "local"
who = "the officers of both posts"
within_minutes = 60

[[level]]
name = "sector"
who = "both commanders"
within_minutes = 240
`;
const folder = mkdtempSync(join(tmpdir(), "holdfire-forms-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
cpSync("cases/energy-2025", folder, { recursive: true });
const terms = readFileSync(join(folder, "case.toml"), "utf8");
writeFileSync(join(folder, "case.toml"), terms.replace(/^mandate = "\w+"/m, 'mandate = "determine"'));
writeFileSync(join(folder, "workflow.toml"), WORKFLOW);

const began = Date.now();
const site = await serve(resolve(given), folder);
const browser = await launch(BROWSER_LANGUAGE);

async function open() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: "en-GB", reducedMotion: "reduce" });
  context.setDefaultTimeout(LIMIT_MS);
  return context.newPage();
}

const said = (page) => page.locator(".notice.problem").allTextContents().then((all) => all.join(" ").trim());

/** Sets up an account by its link. */
async function enrol(page, who, link) {
  const password = `${who} keeps a long password 7`;
  await page.goto(`${site.origin}${link}`);
  const code = generator(await page.locator("figure.qr .mono").textContent());
  await page.locator("#password").fill(password);
  await page.locator("#again").fill(password);
  await page.locator("#code").fill(await code());
  await page.locator("button.primary").click();
  await page.locator("a.button.primary").click();
  return { page, who, code };
}

/** Takes somebody in by the Admin page. */
async function takeIn(from, name, role, party) {
  const { page } = from;
  await page.goto(`${site.origin}/admin`);
  await page.locator("#add-name").fill(name);
  await page.locator("#add-role").selectOption(role);
  if (party) await page.locator("#add-party").selectOption({ label: party });
  await page.locator("#add-code").fill(await from.code());
  await page.locator("form", { has: page.locator("#add-name") }).locator("button").click();
  const line = page.locator(".notice.done .receipt");
  await line.waitFor();
  return enrol(await open(), name, /\/enrol\/\S+/.exec(await line.textContent())[0]);
}

async function fill(hands, page, form, values) {
  for (const [name, value] of Object.entries(values)) {
    const control = form.locator(`[name="${name}"]`);
    if (Array.isArray(value)) {
      for (const one of value) await hands.press(page, form.locator(`[name="${name}"][value="${one}"]`));
      continue;
    }
    const kind = await control.first().evaluate((one) => one.localName);
    if (kind === "select") await hands.choose(page, control, value);
    else await hands.write(page, control, value);
  }
}

/** Opens a task of a kind and gives the path of its page. */
async function opens(hands, { page }, kind, values, about = "") {
  await page.goto(`${site.origin}/tasks/new?kind=${kind}${about}`);
  await shot(page, `${kind}-new`);
  const form = page.locator('form[action="/tasks"]');
  await fill(hands, page, form, values);
  await hands.press(page, form.locator("button.primary"));
  await page.locator("ol.feed").waitFor().catch(async () => { throw new Error(`\`${kind}\` is not opened: ${await said(page)}`); });
  return new URL(page.url()).pathname;
}

/** Does one act on the page of a task, and gives the state that the task has then. */
async function does(hands, { page, code }, path, act, values = {}) {
  await page.goto(`${site.origin}${path}`);
  const card = page.locator("details.card", { has: page.locator(`input[name="act"][value="${act}"]`) });
  if ((await card.count()) === 0) throw new Error(`the act \`${act}\` is not offered`);
  await hands.press(page, card.locator("summary"));
  await fill(hands, page, card, values);
  if ((await card.locator('[name="code"]').count()) > 0) await card.locator('[name="code"]').fill(await code());
  const before = await page.locator("ol.feed > li").count();
  await hands.press(page, card.locator("form button"));
  await page.waitForFunction((was) => document.querySelectorAll("ol.feed > li").length > was || document.querySelector(".notice.problem"), before);
  await axe(page, `${path} after \`${act}\``);
  const problem = await said(page);
  if (problem) throw new Error(`\`${act}\` is refused: ${problem}`);
  return page.locator(".head .state").first().textContent();
}

/** The first thing that a choice of an act offers. */
async function firstOf(page, path, act, name) {
  await page.goto(`${site.origin}${path}`);
  return page.locator(`details.card:has(input[name="act"][value="${act}"]) select[name="${name}"] option:not([value=""])`).first().getAttribute("value");
}

const offers = (page, act) => page.locator(`input[name="act"][value="${act}"]`).count().then((n) => n > 0);
async function shot(page, name) {
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
  await axe(page, name);
}

/** No page of a task shows an id where a name belongs, a time as files have it, or a name of the program. */
async function reads(where, page) {
  const text = await page.locator("main").innerText();
  for (const raw of [/\d{4}-\d\d-\d\dT\d\d:\d\d/, /second-person/, /\b[a-z]+_[a-z]+\b/, /cannot be undone$/m]) {
    check(where, !raw.test(text.replace(/holdfire record [\w-]+/g, "")), `shows \`${raw.exec(text)?.[0]}\``);
  }
}

async function piece(where, use) {
  try {
    await use(where);
  } catch (error) {
    check(where, false, `stopped: ${error.message.split("\n").slice(0, 3).join(" ")} (${/forms\.mjs:\d+/.exec(error.stack ?? "")?.[0] ?? ""})`);
  }
}

const operator = await enrol(await open(), "operator", site.link);
const second = await takeIn(operator, "Second", "secretariat");
const ours = await takeIn(second, "Liaison A", "liaison", "Ukraine");
// A code works once and a new one comes every 30 seconds, so that what needs one is shared among three.
const third = await takeIn(operator, "Third", "secretariat");
const theirs = await takeIn(third, "Liaison B", "liaison", "Russia");

await piece("complaint", async (where) => {
  const path = await opens(keyboard, ours, "complaint", { allegations: "Shots at the pump | 26 March, 10:00 | the mill | 17\nDrones over the dam" });
  check(where, (await ours.page.locator("p.receipt").textContent()).includes("2 allegations"), "the receipt does not count two");
  await reads(where, ours.page);
  await shot(ours.page, "complaint");
  const [download] = await Promise.all([ours.page.waitForEvent("download"), ours.page.locator('a[href$="/receipt"]').click()]);
  check(where, download.suggestedFilename().endsWith(".tlog-proof"), "the proof has another name");
  await theirs.page.goto(`${site.origin}${path}`);
  check(where, !(await theirs.page.content()).includes("Shots at the pump"), "the other party reads it");
  await operator.page.goto(`${site.origin}/intake`);
  check(where, (await operator.page.locator(`a[href="${path}"]`).count()) === 1, "it does not wait in the tray");
  check(where, (await does(mouse, operator, path, "acknowledge")) === "acknowledged", "is not acknowledged");
  check(where, (await does(keyboard, operator, path, "sort", { allegation: "0", returned: "without a date it cannot be looked into" })) === "being worked through", "no line is worked through");
});

await piece("request for reply", async (where) => {
  const party = await theirs.page.goto(`${site.origin}/tasks`).then(() => "russia");
  const path = await opens(mouse, operator, "request-for-reply", { asked: party, question: "What do you say to it?" }, "&about=incident%20AV25-042");
  const state = () => operator.page.locator(".head .state").first().textContent();
  check(where, (await state()) === "not asked", "does not begin as not asked");
  const answer = await theirs.page.goto(`${site.origin}${path}`);
  check(where, answer.status() === 404, "a party that was not asked sees it");
  check(where, (await does(mouse, operator, path, "ask", { due: DUE })) === "asked", "is not asked");
  await reads(where, operator.page);
  await theirs.page.goto(`${site.origin}${path}`);
  await shot(theirs.page, "request-for-reply");
  check(where, (await does(keyboard, theirs, path, "decline", { reason: "not now" })) === "declined to reply", "is not declined");
  check(where, (await does(mouse, operator, path, "ask", { due: DUE })) === "asked", "is not asked again");
  check(where, (await does(keyboard, theirs, path, "answer", { reply_kind: "denies", text: "It was not us." })) === "answered", "is not answered");
  for (const act of ["set-clock", "close", "assign"]) check(where, !(await offers(operator.page, act)) || !(await operator.page.goto(`${site.origin}${path}`), await offers(operator.page, act)), `what is answered still offers \`${act}\``);
});

await piece("hotline call", async (where) => {
  const path = await opens(keyboard, operator, "hotline-call", { whom: "the officer on duty", called_at: PAST, purpose: "shots at the mill" });
  const both = await does(mouse, operator, path, "call-result", { after_minutes: "5", reached: "the colonel", tried: "two numbers" }).catch((error) => error.message);
  check(where, both.includes("exactly one of these"), `a call that was answered and was not is taken, or refused without a reason: ${both}`);
  check(where, (await operator.page.locator("#call-result-after_minutes-h").innerText()).includes("1440"), "does not say how many minutes there can be");
  check(where, (await does(mouse, operator, path, "call-result", { after_minutes: "5", tried: "two numbers" })) === "not reached", "is not marked as not reached");
  check(where, (await does(mouse, operator, path, "call-result", { after_minutes: "12", reached: "the colonel" })) === "reached", "is not reached");
  check(where, (await does(keyboard, operator, path, "firing-stopped", { stopped_at: PAST, as_reported_by: "the colonel" })) === "firing stopped, as reported", "does not stop");
  await reads(where, operator.page);
  check(where, (await operator.page.locator("main").innerText()).includes("2025-03-26 10:00"), "the local time that was typed is not the one that is shown");
  await shot(operator.page, "hotline-call");
  check(where, !(await offers(operator.page, "close")), "what is over can still be closed");
});

await piece("repair window", async (where) => {
  const path = await opens(mouse, ours, "repair-window", { place: "the dam", what: "a new gate", from: FROM, until: UNTIL, asked: ["russia", "ukraine"] });
  const notice = () => ours.page.locator("main .notice").first().innerText();
  check(where, (await notice()).includes("Missing: Russia"), `does not say whose consent is missing: ${await notice()}`);
  await reads(where, ours.page);
  check(where, (await does(keyboard, theirs, path, "consent")) === "agreed by all who were asked", "is not agreed");
  check(where, (await theirs.page.locator("main .notice").first().innerText()).includes("it begins in"), "does not say when it begins");
  await shot(theirs.page, "repair-window");
  check(where, (await does(mouse, theirs, path, "refuse", { reason: "not that day" })) === "refused", "is not refused");
});

await piece("repair window: a later end, and closing", async (where) => {
  const path = await opens(keyboard, theirs, "repair-window", { place: "the mill", what: "a new transformer", from: FROM, until: UNTIL, asked: ["russia", "ukraine"] });
  const notice = () => theirs.page.locator("main .notice").first().innerText();
  check(where, (await does(mouse, ours, path, "consent")) === "agreed by all who were asked", "is not agreed");
  check(where, (await does(keyboard, ours, path, "extend", { until: LATER, reason: "it came late" })) === "agreed; a later end is asked for", "no later end is asked for");
  await reads(where, ours.page);
  await shot(ours.page, "repair-window-later-end");
  await theirs.page.goto(`${site.origin}${path}`);
  check(where, (await notice()).includes("Until all consent, it ends at 2099-03-02 16:00"), `one party alone moved the end: ${await notice()}`);
  check(where, (await does(keyboard, theirs, path, "consent")) === "agreed by all who were asked", "the later end is not agreed");
  check(where, (await notice()).includes("2099-03-02 21:30") && !(await notice()).includes("16:00"), `does not end later: ${await notice()}`);
  check(where, !(await offers(theirs.page, "close")), "a party closes it alone");
  check(where, (await does(mouse, operator, path, "close", { reason: "the work is done" })) === "closed", "is not closed");
  await shot(operator.page, "repair-window-closed");
  await theirs.page.goto(`${site.origin}${path}`);
  check(where, (await notice()).includes("It is over."), `what was closed still holds: ${await notice()}`);
  for (const act of ["consent", "refuse", "extend"]) check(where, !(await offers(theirs.page, act)), `what was closed still offers \`${act}\``);
});

await piece("access denied", async (where) => {
  const path = await opens(keyboard, second, "access-denied", { who: "a guard", place: "the gate", denied_at: PAST, ground: "mines" });
  await reads(where, second.page);
  check(where, (await does(mouse, second, path, "grant-access", { granted_at: "2025-03-26T12:00" })) === "access given later", "access is not given");
  await shot(second.page, "access-denied");
});

await piece("shift hand-over", async (where) => {
  const path = await opens(mouse, operator, "shift-handover", { to: "Second", notes: "Two lines of the complaint wait." });
  await reads(where, operator.page);
  check(where, !(await offers(operator.page, "acknowledge")), "who hands over may acknowledge");
  check(where, (await does(keyboard, second, path, "acknowledge")) === "acknowledged", "is not acknowledged");
  await shot(second.page, "shift-handover");
});

await piece("escalation", async (where) => {
  const path = await opens(keyboard, operator, "escalation", { start: "0", issue: "shots at the road every night" });
  await reads(where, operator.page);
  check(where, (await operator.page.locator(".head").innerText()).includes("goes to the next level"), "does not say when it goes up");
  check(where, (await does(mouse, operator, path, "raise", { level: "1", reason: "nobody answered" })) === "waits on its level", "is not raised");
  check(where, (await operator.page.locator("ol.feed").innerText()).includes("sector"), "the level has no name");
  await shot(operator.page, "escalation");
  check(where, (await does(keyboard, operator, path, "resolve", { how: "both posts withdrew" })) === "settled", "is not settled");
});

await piece("pairs of reports", async (where) => {
  const { page } = operator;
  const pairs = page.locator("article.card");
  await page.goto(`${site.origin}/links`);
  const before = await pairs.count();
  check(where, before >= 4, `${before} pairs wait`);
  await shot(page, "links");
  await mouse.press(page, pairs.first().locator('button[value="join"]'));
  await page.waitForFunction((n) => document.querySelectorAll("article.card").length < n, before);
  await keyboard.press(page, page.locator('button[value="undo"]').first());
  await page.waitForFunction((n) => document.querySelectorAll("article.card").length === n, before);
  await keyboard.press(page, pairs.first().locator('button[value="keep-apart"]'));
  await page.waitForFunction((n) => document.querySelectorAll("article.card").length < n, before);
  check(where, (await page.locator('button[value="undo"]').count()) === 1, "what was decided cannot be undone");
  // By keys alone: no pair is decided before one was chosen, then the second one by its own button, then back.
  const titles = pairs.locator(".title:first-child").allTextContents();
  await page.keyboard.press("1");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const chosen = await page.evaluate(() => document.activeElement?.textContent?.trim());
  check(where, chosen === (await pairs.nth(1).locator(".title").first().textContent()), `j leads to \`${chosen}\``);
  check(where, (await pairs.locator(".title:first-child").allTextContents()).join() === (await titles).join(), "a pair was decided that nobody had chosen");
  await page.keyboard.press("?");
  const keys = await page.locator("dialog").innerText();
  for (const key of ["One incident", "Not the same", "Later (24 hours)", "Undo"]) check(where, keys.includes(key), `\`${key}\` is not among the keys`);
  await axe(page, `${where}: the list of keys`);
  await page.keyboard.press("Escape");
  const left = await pairs.count();
  const name = await pairs.nth(1).getAttribute("aria-label");
  await page.keyboard.press("1");
  await page.waitForFunction((n) => document.querySelectorAll("article.card").length < n, left);
  check(where, (await page.locator(`article.card[aria-label="${name}"]`).count()) === 0, "another pair than the chosen one was decided");
  await page.keyboard.press("4");
  await page.waitForFunction((n) => document.querySelectorAll("article.card").length === n, left);
});

await piece("list of reports", async (where) => {
  const { page } = operator;
  await page.goto(`${site.origin}/intake`);
  const head = "id,by,source,source_kind,said_at,date,place,area,lat,lon,precision,object,category,act,effect,actor,summary";
  const row = (id, day) => `${id},ukraine,A bulletin,party,2025-03-28,${day},Sumy,UA-59,50.917,34.799,settlement,a hospital,hospital,strike,hit,russia,A substation was struck.`;
  await page.locator("#list").fill([head, row("NEW-1", "2025-03-27"), row("NEW-2", "2025-02-31")].join("\n"));
  await mouse.press(page, page.locator('button[value="look"]'));
  await page.locator("#looked").waitFor();
  await shot(page, "intake");
  const found = await page.locator("#looked").innerText();
  check(where, found.includes("1 row can be entered.") && found.includes("1 row cannot be entered.") && found.includes("2025-02-31"), `says ${found.slice(0, 300)}`);
  await keyboard.press(page, page.locator('button[value="enter"]'));
  await page.locator(".notice.done").waitFor();
  check(where, (await page.locator("#list").inputValue()).includes("NEW-2"), "the row that was not entered is lost");
  check(where, !(await page.locator("#list").inputValue()).includes("NEW-1"), "the row that was entered is offered again");
});

await piece("report form and lists", async (where) => {
  const { page } = operator;
  for (const [name, path] of [["report-new", "/reports/new"], ["incidents", "/incidents"], ["today", "/"], ["publish", "/publish"], ["admin", "/admin"], ["account", "/account"], ["tasks", "/tasks"]]) {
    await page.goto(`${site.origin}${path}`);
    await shot(page, name);
  }
  await reads(where, page);
  const rows = page.locator("main tbody tr");
  const all = await rows.count();
  await keyboard.choose(page, page.locator("#kind"), "repair-window");
  await keyboard.press(page, page.locator("form.filter > button"));
  await page.waitForURL(/kind=repair-window/);
  check(where, (await rows.count()) === 2 && all > 2, `${await rows.count()} of ${all} tasks are repair windows`);
  await page.locator('.menu a[hreflang="uk"]').evaluate((link) => link.click());
  await page.waitForFunction(() => document.documentElement.lang === "uk");
  check(where, (await rows.count()) === 2, "another language loses the filter");
  await shot(page, "tasks-filtered");
  await page.goto(`${site.origin}/tasks?lang=en`);
  await mouse.choose(page, page.locator("#person"), "-");
  await mouse.press(page, page.locator("form.filter > button"));
  await page.waitForURL(/person=-/);
  check(where, (await rows.count()) === all, "a task is given to somebody, and nobody gave it");
  await mouse.press(page, page.locator("a.chip"));
  await page.waitForURL((url) => !url.search.includes("person"));
  await page.goto(`${site.origin}/reports/new`);
  const offered = await page.locator("#r-id").inputValue();
  check(where, /^AV25-\d{3}$/.test(offered) && (await page.goto(`${site.origin}/incidents/${offered}`)).status() === 404, `offers the id \`${offered}\``);
});

await piece("severity, board, votes, dissent", async (where) => {
  const path = await opens(mouse, operator, "verification", {}, "&about=incident%20AV25-042");
  await does(keyboard, operator, path, "set-severity", { customers_low: "900", customers_best: "1200", customers_high: "1200", hours_low: "2", hours_best: "3", hours_high: "5", class: "outage", report: ["AV25-042"] });
  const text = await operator.page.locator("main").innerText();
  check(where, text.includes("Customers × hours without supply: 3600 (at least 1800, at most 6000)"), "does not multiply customers and hours");
  await does(mouse, second, path, "find", { established: "confirmed", standard: "reasonable-grounds", reasons: "Seen by our visit.", visit: "visit of 4 April" });
  await does(mouse, third, path, "attribute", { whose: "none", standard: "reasonable-grounds", reasons: "It cannot be said." });
  const before = await does(mouse, third, path, "propose-determination", { clause: (await firstOf(operator.page, path, "propose-determination", "clause")), reading: (await firstOf(operator.page, path, "propose-determination", "reading")), outcome: "deferred", standard: "reasonable-grounds", reasons: "Not enough is known." });
  check(where, before === "before the body", `is ${before}`);
  await does(keyboard, operator, path, "vote", { voice: "for" });
  check(where, (await operator.page.locator("main").innerText()).includes("Quorum: 2"), "does not show votes and quorum");
  await does(mouse, second, path, "vote", { voice: "against", dissent: "It was said clearly enough." });
  check(where, (await second.page.locator("main").innerText()).includes("It was said clearly enough."), "the dissent is not on the page");
  await reads(where, second.page);
  await shot(second.page, "board");
  await does(mouse, operator, path, "close-vote");
  check(where, (await operator.page.locator("main").innerText()).includes("not agreed"), "one for and one against came to stand");
});

await piece("who did it, and a decision that stands", async (where) => {
  const path = await opens(keyboard, second, "verification", {}, "&about=incident%20AV25-043");
  check(where, (await does(keyboard, second, path, "find", { established: "confirmed", standard: "balance-of-probabilities", reasons: "Seen by our visit.", visit: "visit of 5 April" })) === "confirmed", "nothing is found");
  check(where, (await does(mouse, third, path, "attribute", { whose: "likely", whose_party: "ukraine", standard: "balance-of-probabilities", reasons: "Fragments of one kind.", visit: "visit of 5 April" })) === "stated who did it", "nobody did it");
  const text = () => operator.page.locator("main").innerText();
  await operator.page.goto(`${site.origin}${path}`);
  check(where, /likely/.test(await text()) && /The party that is named\s+Ukraine/i.test(await text()), "does not say who did it, or how surely");
  await shot(operator.page, "attributed");
  const clause = await firstOf(operator.page, path, "propose-determination", "clause");
  const reading = await firstOf(operator.page, path, "propose-determination", "reading");
  const card = operator.page.locator('details.card:has(input[value="propose-determination"]) .cannot-undo');
  check(where, (await card.textContent()).includes("cannot be undone"), "does not warn before it is put to the body");
  await does(mouse, third, path, "propose-determination", { clause, reading, outcome: "breach", gravity: "serious", standard: "balance-of-probabilities", reasons: "The finding, and what both sides said." });
  await does(keyboard, operator, path, "vote", { voice: "for" });
  check(where, (await operator.page.locator(".head .state").first().textContent()) === "before the body", "one voice alone decides");
  await does(mouse, second, path, "vote", { voice: "for" });
  const state = await does(mouse, operator, path, "close-vote");
  check(where, state === "the body decided", `is ${state}`);
  check(where, (await text()).includes("It stands and cannot be undone"), "does not say that it cannot be undone");
  check(where, (await text()).includes("For: 2. Against: 0. Abstained: 0. Quorum: 2."), "does not say who voted how");
  const acts = await operator.page.locator('select[name="withdraws"] option').allTextContents();
  check(where, acts.every((act) => !/body|voted|counted/.test(act)), `can still be taken back: ${acts}`);
  for (const act of ["undo", "vote", "close-vote"]) check(where, !(await offers(operator.page, act)), `what stands still offers \`${act}\``);
  await reads(where, operator.page);
  await shot(operator.page, "determined");
});

await browser.close();
await site.close();
const seconds = Math.round((Date.now() - began) / 1000);
end("small forms", `, ${seconds} s; screenshots in ${out}`);
