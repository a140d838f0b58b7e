// Lets schemathesis try the API of the real binary by its own description: what it sends is made from the OpenAPI that the
// server gives, right and wrong, once as the secretariat by a token and once as nobody.
//
//   node e2e/fuzz.mjs BINARY SCHEMATHESIS [SECONDS]
//
// What it says goes to stdout; the exit code is 1 if an answer was not as described. SECONDS: how long each of the two
// takes (30). `SEED` chooses other requests. The stream of events is left out: it does not end.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generator, serve } from "./workbench-site.mjs";

const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "negative_data_rejection",
  "missing_required_header",
  "unsupported_method",
  "allow_header_conformance",
].join(",");

const [binary, schemathesis, seconds = "30"] = process.argv.slice(2);
if (!binary || !schemathesis || !existsSync(binary)) {
  console.error("error: the binary or schemathesis was not named, or is not there\nhint: node e2e/fuzz.mjs target/debug/holdfire .cache/schemathesis/bin/schemathesis");
  process.exit(2);
}

/** Sends a form as a browser does; gives the page and the session's cookie. */
async function send(address, values, cookie = "") {
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(values), headers: { cookie, origin: new URL(address).origin }, redirect: "manual" });
  const given = answer.headers.getSetCookie().map((one) => one.split(";")[0]);
  return { status: answer.status, text: await answer.text(), cookie: given.find((one) => one.startsWith("session=")) ?? cookie };
}

function part(text, pattern, what) {
  const found = pattern.exec(text);
  if (!found) throw new Error(`no ${what} on the page`);
  return found[1];
}

/** The operator's account, and a token of it that reads. */
async function token(site) {
  const page = await (await fetch(`${site.origin}${site.link}`)).text();
  const code = generator(part(page, /<span class="mono">([A-Z2-7 ]+)<\/span>/, "secret"));
  const password = "correct horse battery staple 41";
  const enrolled = await send(`${site.origin}${site.link}`, { password, again: password, code: await code() });
  const account = await (await fetch(`${site.origin}/account`, { headers: { cookie: enrolled.cookie } })).text();
  const csrf = part(account, /name="csrf" value="([^"]+)"/, "proof");
  const made = await send(`${site.origin}/account/tokens`, { csrf, name: "fuzz", scope: "read", days: "1", code: await code() }, enrolled.cookie);
  return part(made.text, /receipt mono break">([^<]+)</, "token");
}

function run(site, who, more) {
  const args = [
    "run",
    `${site.origin}/api/openapi.json`,
    "--checks",
    CHECKS,
    "--phases",
    "examples,coverage,fuzzing",
    "--exclude-path",
    "/api/v1/events",
    "--max-time",
    seconds,
    "--seed",
    process.env.SEED ?? "1",
    "--generation-database",
    "none",
    "--continue-on-failure",
    "--request-timeout",
    "20",
    "--no-color",
    ...more,
  ];
  return new Promise((done) => {
    const child = spawn(resolve(schemathesis), args, { stdio: ["ignore", "pipe", "inherit"], cwd: folder });
    let said = "";
    child.stdout.on("data", (bytes) => {
      said += bytes;
      process.stdout.write(bytes);
    });
    child.on("exit", (status) => {
      const count = /(\d+) generated/.exec(said)?.[1] ?? "no";
      if (count === "no") status ||= 1;
      console.log(`openapi: as ${who}: ${count} requests, ${status === 0 ? "every answer as described" : `schemathesis ended with ${status}`}`);
      done(status === 0);
    });
  });
}

// What schemathesis keeps of a run.
const folder = mkdtempSync(join(tmpdir(), "holdfire-fuzz-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const site = await serve(resolve(binary), "cases/energy-2025");
const bearer = `Authorization: Bearer ${await token(site)}`;
const all = [await run(site, "secretariat", ["--header", bearer]), await run(site, "nobody", [])];
await site.close();
process.exitCode = all.every(Boolean) ? 0 : 1;
