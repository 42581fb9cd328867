import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The pages are served by the program itself, offline: everything is bundled, nothing is inlined (the server's
// Content-Security-Policy allows scripts and styles from its own address only).
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../src/communique/serving/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2022",
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8642" } },
});
