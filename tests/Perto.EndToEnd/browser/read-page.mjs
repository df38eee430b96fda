// Opens a page, presses its button when it has one, and reads what a person sees.
export default async function readPage(page, { path }) {
  await page.goto(path);
  const button = page.getByRole('button');
  if (await button.count() > 0) await button.click();
  return { title: await page.title(), heading: await page.getByRole('heading').first().innerText() };
}
