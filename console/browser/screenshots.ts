import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runConsole } from './console.ts';

const pages = { overview: '/', people: '/streaming/people', person: '/streaming/people/15', degraded: '/streaming/people/7', why: '/streaming/people/15?why=6', title: '/streaming/titles/6', missing: '/streaming/people/nobody' };
const widths = { desktop: 1440, mobile: 390 };

/** Pictures of every page, into `screenshots/`: `npm run screenshots`. */
test.for(['light', 'dark'] as const)('pictures in %s', async (colorScheme) => {
  mkdirSync('screenshots', { recursive: true });
  await using console = await runConsole();
  for (const [device, width] of Object.entries(widths)) {
    const context = await console.browser.newContext({ viewport: { width, height: 900 }, colorScheme, deviceScaleFactor: 1, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(console.address + path, { waitUntil: 'networkidle' });
      await page.screenshot({ path: `screenshots/${name}-${device}-${colorScheme}.png`, fullPage: name !== 'why' });
    }
    await context.close();
  }
  expect(console.browser.isConnected()).toBe(true);
});
