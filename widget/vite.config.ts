/** The thread and what it loads on demand, as ES modules whose names carry their hash. */
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const statics = here("../src/parley/static/parley");

/** The server's discussion page shows the same markup, so it gets the same stylesheet. */
function shareThreadStyles(): Plugin {
  return {
    name: "share-thread-styles",
    apply: "build",
    writeBundle() {
      mkdirSync(statics, { recursive: true });
      copyFileSync(here("src/thread.css"), `${statics}/thread.css`);
    },
  };
}

export default defineConfig({
  plugins: [shareThreadStyles()],
  build: {
    // light-dark() and constructable stylesheets are the newest things needed.
    target: ["chrome123", "firefox120", "safari17.5"],
    outDir: `${statics}/widget`,
    emptyOutDir: true,
    manifest: "manifest.json",
    // Library mode: no preloading code around import(), which a publisher's CSP may not like.
    lib: { entry: { thread: here("src/thread.ts") }, formats: ["es"] },
    minify: "oxc",
    rolldownOptions: {
      preserveEntrySignatures: "allow-extension",
      output: {
        minify: true,
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        // What the parts loaded on demand have in common is one file, not five.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: "acting", test: /src\/(acting-strings|explain|form|merge|own)\./ }],
        },
      },
    },
  },
  test: { environment: "jsdom", include: ["tests/**/*.test.ts"], setupFiles: ["tests/setup.ts"] },
});
