import { defineConfig } from 'vitest/config';

/** In a real browser, over the built console and sample data: `npm run test:browser`, `npm run screenshots`. */
export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'screenshots' ? ['browser/screenshots.ts'] : ['browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}));
