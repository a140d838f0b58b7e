import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { thirdParty } from "./build/third-party.mjs";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Everything lies flat in one folder and is served under /assets/ by the binary.
export default defineConfig({
  root: at("."),
  base: "/assets/",
  publicDir: false,
  plugins: [thirdParty()],
  build: {
    outDir: at("dist"),
    emptyOutDir: true,
    assetsDir: "",
    // A font inside the sheet would be loaded by pages that do not use it, and our policy takes fonts as files only.
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { main: at("src/main.ts"), fonts: at("src/fonts.css") },
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "[name]-[hash].js" } } },
});
