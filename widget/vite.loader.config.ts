/** embed.js: a classic script, so one closed function without imports, naming the built thread. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const outDir = fileURLToPath(new URL("../src/parley/static/parley/widget", import.meta.url));
const manifest: Record<string, { file: string }> = JSON.parse(
  readFileSync(`${outDir}/manifest.json`, "utf8"),
);
const thread = manifest["src/thread.ts"]?.file;
if (!thread) throw new Error("Build the thread first: npm run build.");

export default defineConfig({
  define: { __THREAD__: JSON.stringify(`widget/${thread}`) },
  build: {
    target: ["chrome123", "firefox120", "safari17.5"],
    outDir,
    emptyOutDir: false,
    lib: {
      entry: fileURLToPath(new URL("src/loader.ts", import.meta.url)),
      formats: ["iife"],
      name: "parley",
      fileName: () => "embed.js",
    },
  },
});
