// Opens a person's home page as a person would, asks why the first title is there, closes the answer by keyboard,
// and says that the title was watched: the page goes on without it.
export default async function whyThis(page, { person, count }) {
  await page.goto('/');
  await page.getByText(count, { exact: true }).first().waitFor();

  await page.goto(`/streaming/people/${person}`);
  const why = page.getByTestId('why').first();
  await why.waitFor();
  const rows = await page.getByRole('heading', { level: 2 }).allInnerTexts();

  await why.click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const answer = await dialog.innerText();

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  const focusReturned = await why.evaluate(button => document.activeElement === button);
  const watched = await why.getAttribute('aria-label');
  await page.getByTestId('watched').first().click();
  await page.getByRole('button', { name: watched, exact: true }).waitFor({ state: 'detached' });
  return { rows, answer, focusReturned };
}
