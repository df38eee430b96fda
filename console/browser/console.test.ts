import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, runConsole, type RunningConsole } from './console.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages = {
  overview: '/',
  people: '/streaming/people',
  person: '/streaming/people/15',
  'degraded person': '/streaming/people/7',
  'unknown person': '/streaming/people/nobody',
  why: '/streaming/people/15?why=6',
  features: '/streaming/people/15/features',
  'all numbers of a title': '/streaming/people/15/features?why=6',
  'a version that is not kept': '/streaming/people/15/features?ranker=99',
  compare: '/streaming/people/15/compare',
  models: '/streaming/models?training=run-1',
  measures: '/streaming/measures',
  pins: '/streaming/pins',
  experiments: '/experiments',
  experiment: '/experiments/ranking',
  'experiment with a mismatch': '/experiments/broken',
  'experiment with a broken guard': '/experiments/rows',
  'draft of an experiment': '/experiments/next',
  title: '/streaming/titles/6',
  vectors: '/vectors',
  records: '/vectors/films',
  record: '/vectors/films?record=6',
  'vector search': '/vectors/films?tab=search&id=6',
  recall: '/vectors/films?tab=recall',
  'vector schema': '/vectors/films?tab=schema',
  outbox: '/operations?topic=streaming.training',
  'dead letter': '/operations?topic=streaming.training&letter=letter-1',
  jobs: '/operations?tab=jobs&job=models-pruning',
  keys: '/operations?tab=keys',
  audit: '/operations?tab=audit',
  privacy: '/operations?tab=privacy',
  dependencies: '/operations?tab=dependencies',
  'no page': '/nowhere',
};

describe.skipIf(!hasChromium)('In Chromium (set PERTO_CHROMIUM if it is not at /usr/bin/chromium)', () => {
  let console: RunningConsole;
  beforeAll(async () => {
    console = await runConsole();
  });
  afterAll(() => console[Symbol.asyncDispose]());

  interface Look {
    width?: number;
    colorScheme?: 'light' | 'dark';
    language?: string;
  }

  async function open(path: string, { width = 1280, colorScheme = 'light', language = 'en-GB' }: Look, work: (page: Page, complaints: string[]) => Promise<void>) {
    const context = await console.browser.newContext({ viewport: { width, height: 860 }, colorScheme, locale: language, reducedMotion: 'reduce' });
    try {
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // A refused request is one of the cases that are tried here, and Chromium reports each.
        if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(console.address) && !request.url().startsWith('data:')) complaints.push(`asked for ${request.url()}`);
      });
      await page.goto(console.address + path, { waitUntil: 'networkidle' });
      await work(page, complaints);
    } finally {
      await context.close();
    }
  }

  async function violations(page: Page): Promise<string[]> {
    // Through the debugger: the page's own policy forbids scripts from elsewhere.
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: axe });
    const { result } = await session.send('Runtime.evaluate', {
      expression: "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
      awaitPromise: true,
      returnByValue: true,
    });
    const found = result.value as AxeResults;
    expect(found.passes.length).toBeGreaterThan(10);
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
  }

  for (const [name, path] of Object.entries(pages))
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390])
        test(`axe finds nothing on: ${name}, ${colorScheme}, ${width} px`, () =>
          open(path, { width, colorScheme }, async (page, complaints) => {
            expect(await violations(page)).toEqual([]);
            expect(complaints).toEqual([]);
          }));

  test('axe finds nothing on what opens: the shortcuts, the search, a table behind a chart', () =>
    open('/', {}, async (page, complaints) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Show as table: Requests' }).click();
      await page.keyboard.press('/');
      await page.keyboard.type('he');
      await page.getByRole('option', { name: 'Heat' }).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }));

  for (const [name, path] of Object.entries(pages))
    for (const language of ['en-GB', 'pt-BR'])
      test(`nothing sticks out at 360 px: ${name}, ${language}`, () =>
        open(path, { width: 360, language }, async (page) => {
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
        }));

  test('a person is found, explained and left by keyboard alone', () =>
    open('/', {}, async (page, complaints) => {
      await page.keyboard.press('/');
      await page.keyboard.type('15');
      await page.getByRole('option', { name: 'Person 15', exact: true }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: 'Top picks' }).waitFor();
      expect(page.url()).toBe(`${console.address}/streaming/people/15`);

      const focused = page.locator(':focus');
      for (let i = 0; i < 30 && (await focused.getAttribute('data-testid')) !== 'why'; i++) await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
      const name = await focused.getAttribute('aria-label');
      expect(name).toMatch(/^Why this\? /);
      await expect.poll(() => focused.evaluate((button) => button.getBoundingClientRect().right <= window.innerWidth)).toBe(true);

      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await focused.getAttribute('aria-label')).toBe(name);
      expect(complaints).toEqual([]);
    }));

  test('every control can be hit with a thumb: 24 px at least', () =>
    open('/streaming/people/15', { width: 360 }, async (page) => {
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, input, [role="radio"]')]
          .map((control) => ({ box: control.getBoundingClientRect(), html: control.outerHTML.slice(0, 120) }))
          .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
          .map(({ html }) => html),
      );
      expect(small).toEqual([]);
    }));

  test('the poster is part of the why button', () =>
    open('/streaming/people/15', {}, async (page) => {
      const card = page.getByRole('article').first();
      const box = await card.boundingBox();
      if (!box) throw new Error('The first card is not shown');
      await page.mouse.click(box.x + box.width / 2, box.y + 80);
      await page.getByRole('dialog').waitFor();
    }));

  test('the chosen theme survives a reload, whatever the system says', () =>
    open('/', { colorScheme: 'light' }, async (page) => {
      await page.getByRole('button', { name: 'Theme: as the system' }).click();
      await page.getByRole('button', { name: 'Theme: light' }).click();
      await page.reload({ waitUntil: 'networkidle' });
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(18, 17, 16)');
    }));
});
