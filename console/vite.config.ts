/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mockServer } from './mock/plugin.ts';

export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === 'mock' ? [mockServer()] : [])],
  server: {
    port: 7379,
    strictPort: true,
    proxy: mode === 'mock' ? undefined : { '/v1': 'http://127.0.0.1:7378' },
  },
  build: {
    // Everything is served by the program itself: one request more costs less than base64 in the bundle.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./src/testing/setup.ts'],
    css: false,
    testTimeout: 60_000,
  },
}));
