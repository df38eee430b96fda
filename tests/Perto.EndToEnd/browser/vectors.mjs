// Finds a collection, opens a record, searches what is like it, and measures how well the index finds.
export default async function vectors(page, { collection, record }) {
  await page.goto('/vectors');
  await page.getByRole('link', { name: collection }).click();
  await page.getByRole('button', { name: record, exact: true }).click();
  const dialog = page.getByRole('dialog');
  const similar = dialog.getByRole('link', { name: 'Find similar: plot' });
  await similar.waitFor();
  const shown = await dialog.innerText();

  await similar.click();
  const found = page.getByRole('region', { name: 'Hits' });
  await found.waitFor();
  const hits = await found.getByRole('rowheader').allInnerTexts();
  const explain = await page.getByRole('region', { name: 'How it was found' }).innerText();

  await page.getByRole('link', { name: 'Recall' }).click();
  await page.getByRole('button', { name: 'Measure' }).click();
  const advice = page.getByText(/^ef \d+ finds/);
  await advice.waitFor();
  return { record: shown, hits, explain, advice: await advice.innerText() };
}
