import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { basemap } from "./basemap.ts";

// In development the page is served by Vite and everything else by a running
// `xunhu serve`; XUNHU_URL names it.
const server = process.env["XUNHU_URL"] ?? "http://127.0.0.1:8080";
const own = ["/api", "/tiles", "/style.json", "/r"];

export default defineConfig({
  plugins: [svelte(), basemap()],
  base: "./", // the page may live under /r/{region}/
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true, // public/.gitkeep puts the placeholder back
    assetsInlineLimit: 0, // everything is a file of our own, as the Content-Security-Policy asks
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: Object.fromEntries(own.map((path) => [path, server])) },
  test: { include: ["src/**/*.test.ts"] },
});
