// Starts the binary on a free port with a store of its own, and ends it again.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A folder of the test's own, for a store; removed by the caller. */
export const newFolder = () => mkdtemp(join(tmpdir(), "xunhu-e2e-"));

/** Runs one command of the binary to its end; it must succeed. */
export const run = (binary, ...args) => promisify(execFile)(binary, args);

/** Starts `xunhu serve` and waits until it is ready; returns its address and how to stop it. The store is that of a given folder, or a new one; more are further flags. */
export async function startServer(binary, given, ...more) {
  const folder = given ?? (await newFolder());
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/`;
  const server = spawn(binary, ["serve", "--listen", `127.0.0.1:${port}`, "--data", join(folder, "data"), ...more], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const out of [server.stdout, server.stderr]) out.on("data", (part) => (said = (said + part).slice(-20_000)));
  const ended = new Promise((done) => server.once("exit", done));
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
    if (!given) await rm(folder, { recursive: true, force: true });
  };
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (server.exitCode !== null) break;
    const ready = await fetch(`${base}readyz`).then((r) => r.ok, () => false);
    if (ready) return { base, stop, log: () => said };
    await new Promise((r) => setTimeout(r, 100));
  }
  await stop();
  throw new Error(`${binary} serve did not become ready on ${base}:\n${said}`);
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
