// Runs the steps of one file in a fresh browser: `node run.mjs STEPS.mjs`, with what they need as JSON on standard input:
//   chromium    path of the browser
//   address     root of the server; the steps give paths relative to it
//   args        handed to the steps
//   screenshot  where the picture goes when the steps fail
// A file of steps exports a function (page, args) that returns what the test looks at; it is printed as JSON.
import { text } from 'node:stream/consumers';
import { chromium } from 'playwright-core';

const { chromium: executablePath, address, args, screenshot } = JSON.parse(await text(process.stdin));
const { default: steps } = await import(new URL(process.argv[2], import.meta.url));

const browser = await chromium.launch({
  executablePath,
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
});
const context = await browser.newContext({
  baseURL: address, locale: 'en-GB', timezoneId: 'UTC', viewport: { width: 1280, height: 800 },
});
const page = await context.newPage();

// The console shows errors of the server as well, and a test may provoke those; the other two are always faults of the page.
const faults = [];
const shown = [];
page.on('pageerror', error => faults.push(`uncaught: ${error.stack ?? error}`));
page.on('console', message => message.type() === 'error' && shown.push(`console: ${message.text()}`));
await context.route(url => url.origin !== new URL(address).origin, (route, request) => {
  faults.push(`request to another server: ${request.url()}`);
  return route.abort();
});

try {
  const result = await steps(page, args);
  if (faults.length > 0) throw new Error('the page did what no page may');
  process.stdout.write(JSON.stringify(result ?? null));
} catch (error) {
  await page.screenshot({ path: screenshot, fullPage: true });
  console.error([error.stack ?? error, ...faults, ...shown, `at ${page.url()}, picture: ${screenshot}`].join('\n'));
  process.exitCode = 1;
} finally {
  await browser.close();
}
