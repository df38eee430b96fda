// Walks through what the console shows of the film service: what the ranking saw, two models side by side, a training and the way
// back, the measures, an experiment whose arms cannot be compared, and a pin that is set and taken away. Axe looks at each page.
import { violations } from './axe.mjs';

export default async function streaming(page, { person, experiment, title }) {
  // What is half-way open has colours of its own.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const faults = [];
  const look = async name => faults.push(...(await violations(page)).map(fault => `${name}: ${fault}`));

  await page.goto(`/streaming/people/${person}/features`);
  const first = page.getByRole('button', { name: /^All numbers of/ }).first();
  await first.waitFor();
  const row = await first.locator('xpath=ancestor::tr').innerText();
  await look('features');
  await first.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  const seen = await dialog.getByRole('table', { name: 'What the ranking saw' }).innerText();
  await look('all numbers');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });

  await page.getByRole('link', { name: 'Compare models' }).click();
  const overlap = page.getByText('In common, all titles');
  await overlap.waitFor();
  const same = await page.getByText('Both models make the same page.').count();
  await look('compare');

  await page.getByRole('link', { name: 'Streaming', exact: true }).click();
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await page.getByRole('button', { name: 'Train the collaborative model' }).click();
  const outcome = page.getByText(/streaming-collaborative@2 (is live|was not let in)/);
  await outcome.waitFor({ timeout: 300_000 });
  const trained = await outcome.innerText();
  await look('models');
  await page.getByRole('button', { name: 'Go back to version 1' }).click();
  await look('the question before going back');
  await page.getByRole('dialog').getByRole('button', { name: 'Go back to version 1' }).click();
  const back = page.getByText('Version 1 of streaming-collaborative serves again');
  await back.waitFor();
  const line = page.getByRole('row', { name: /^1 live/ });
  await line.waitFor();
  const live = await line.innerText();

  await page.getByRole('link', { name: 'Measures', exact: true }).click();
  const coverage = page.getByRole('region', { name: 'Coverage of the catalogue' });
  await coverage.waitFor();
  const discovery = await coverage.innerText();
  await look('measures');

  await page.getByRole('link', { name: 'Experiments', exact: true }).click();
  await page.getByRole('link', { name: experiment, exact: true }).waitFor();
  await look('experiments');
  await page.getByRole('link', { name: experiment, exact: true }).click();
  const alarm = await page.getByRole('main').getByRole('alert').innerText();
  const results = await page.getByRole('region', { name: 'Results' }).innerText();
  await look('experiment');

  await page.goto('/streaming/pins');
  await page.getByText('Nothing is pinned').waitFor();
  await page.getByRole('textbox', { name: 'Pin' }).fill('spring');
  await page.getByRole('combobox', { name: 'Title' }).fill(title);
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Pin it' }).click();
  const pin = page.getByRole('row').filter({ hasText: 'spring' });
  await pin.waitFor();
  const pinned = await pin.innerText();
  await look('pins');
  await page.getByRole('button', { name: 'Take away: spring' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take away' }).click();
  await page.getByText('Nothing is pinned').waitFor();

  await page.getByRole('button', { name: 'PT: mudar para português' }).click();
  await page.getByRole('heading', { level: 1, name: 'Fixados' }).waitFor();
  await look('pins in Portuguese');
  return { faults, row, seen, same, trained, live, discovery, alarm, results, pinned };
}
