// A mission of the built binary in a temporary folder, served on a free port, and what a test needs to work there as people
// do: codes of their generators, and hands that use a mouse alone or a keyboard alone.

import { execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const START_LIMIT_MS = 60_000;
const STEP_MS = 30_000;
const LIST = "5a1b5a1b5a1b5a1b5a1b5a1b5a1b5a1b";
// More presses of Tab than the longest page has things to stop at.
const TABS = 700;

/** The surroundings of the browser: its fields for dates then have one order everywhere. */
export const BROWSER_LANGUAGE = { ...process.env, LANGUAGE: "en_US", LC_ALL: "C.UTF-8" };

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** Makes a mission with the case and a sealed list of which no entry says whose it is, serves it, and gives its address, the id of
 *  the list, the link for the operator and how to stop it. `host`: the name by which people come. */
export async function serve(binary, caseFolder, host = "127.0.0.1") {
  const folder = mkdtempSync(join(tmpdir(), "holdfire-e2e-"));
  const mission = join(folder, "mission");
  const run = (...args) => execFileSync(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
  run("mission", "new", mission, "--origin", "mission.example/e2e", "--operator", "Registry");
  run("mission", "load", mission, caseFolder);
  const at = (name) => join(folder, name);
  writeFileSync(at("sites.csv"), "id,party,category\nS-1,one,plant\nS-2,one,substation\n");
  writeFileSync(at("list.pub"), run("key", "new", "list.example/register", "--out", at("list.key")));
  run("register", "seal", at("sites.csv"), "--key", at("list.key"), "--private", at("list.private"), "--out", at("handover"), "--list-id", LIST);
  run("register", "accept", mission, at("handover"), "--vkey", at("list.pub"));
  const port = await freePort();
  const origin = `http://${host}:${port}`;
  const server = spawn(binary, ["serve", mission, "--listen", `127.0.0.1:${port}`, "--origin", origin, "--operator", "Secretariat, registry"]);
  // Also where the test itself fails, no server and no folder stays behind.
  process.once("exit", () => {
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  let [printed, said] = ["", ""];
  server.stderr.on("data", (bytes) => (said += bytes));
  const link = await new Promise((done, refuse) => {
    const late = setTimeout(() => refuse(new Error(`no link after ${START_LIMIT_MS} ms: ${said}`)), START_LIMIT_MS);
    server.on("exit", (code) => refuse(new Error(`the server ended with ${code}: ${said}`)));
    server.stdout.on("data", (bytes) => {
      printed += bytes;
      const found = /^\S*(\/enrol\/\S+)\s/m.exec(printed);
      if (!found) return;
      clearTimeout(late);
      done(found[1]);
    });
  });
  const close = async () => {
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await ended;
  };
  return { origin, link, list: LIST, close, said: () => said };
}

/** A generator of one-time codes (RFC 6238): each works once, so the next one is of a later step, and waited for. */
export function generator(typed) {
  const key = base32(typed);
  let last = 0;
  return async () => {
    // The server takes the code before and the one after, for clocks that differ; so three can follow each other at once.
    const step = Math.max(last + 1, Math.floor(Date.now() / STEP_MS) - 1);
    last = step;
    const wait = (step - 1) * STEP_MS + 500 - Date.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac("sha1", key).update(counter).digest();
    const at = mac[mac.length - 1] & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
  };
}

function base32(text) {
  let bits = "";
  for (const letter of text.replace(/[\s=]/g, "").toUpperCase()) {
    bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  }
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Hands on a mouse: they type only into what they clicked. */
export const mouse = {
  name: "mouse",
  press: (page, target) => target.click(),
  write: async (page, target, text) => {
    await target.click();
    await target.fill(text);
  },
  choose: (page, target, value) => target.selectOption(value),
};

/** Hands on a keyboard: Tab to the thing, then the keys that the thing takes. Nothing is clicked, filled or focused from outside. */
export const keyboard = {
  name: "keyboard",
  press: async (page, target) => {
    await reach(page, target);
    const ticks = await target.evaluate((one) => one.matches('input[type="checkbox"], input[type="radio"]'));
    await page.keyboard.press(ticks ? "Space" : "Enter");
  },
  write: async (page, target, text) => {
    await reach(page, target);
    const type = await target.evaluate((one) => one.type);
    if (type === "datetime-local" || type === "date") {
      // The browser's own field, in the language that BROWSER_LANGUAGE gives the browser: month, day, year, then the time.
      const [, year, month, day, hour, minute] = /^(\d+)-(\d+)-(\d+)(?:T(\d+):(\d+))?$/.exec(text);
      await page.keyboard.type(`${month}${day}${year}`);
      if (hour !== undefined) {
        await page.keyboard.press("Tab");
        await page.keyboard.type(`${String(hour % 12 || 12).padStart(2, "0")}${minute}${hour < 12 ? "AM" : "PM"}`);
      }
    } else {
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    }
    const kept = await target.inputValue();
    if (kept !== text) throw new Error(`typed \`${text}\`, and the field holds \`${kept}\``);
  },
  choose: async (page, target, value) => {
    await reach(page, target);
    await page.keyboard.press("Home");
    const options = await target.locator("option").count();
    for (let at = 0; at < options && (await target.inputValue()) !== value; at += 1) await page.keyboard.press("ArrowDown");
    if ((await target.inputValue()) !== value) throw new Error(`the arrows do not reach \`${value}\``);
  },
};

async function reach(page, target) {
  const one = await target.elementHandle();
  for (let at = 0; at < TABS; at += 1) {
    if (await one.evaluate((element) => element === document.activeElement)) {
      const seen = await one.evaluate((element) => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== "none" || style.boxShadow !== "none" || element.matches("input, select, textarea");
      });
      if (!seen) throw new Error(`nothing shows that \`${await name(one)}\` has the focus`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach \`${await name(one)}\``);
}

const name = (one) => one.evaluate((element) => (element.id || element.textContent || element.getAttribute("name") || element.localName).trim().slice(0, 40));
