import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

test('The_collections_stand_with_what_they_hold_and_who_makes_them', async () => {
  renderConsole('/vectors');
  const films = await screen.findByRole('row', { name: /^films/ });
  expect(within(films).getByText('plot (8, cosine)')).toBeVisible();
  expect(within(films).getByText('ok')).toBeVisible();
  const derived = screen.getByRole('row', { name: /streaming-collaborative@7:64/ });
  expect(within(derived).getByText('degraded')).toBeVisible();
  expect(within(derived).getByText('streaming-titles')).toBeVisible();
});

test('A_name_with_signs_leads_to_its_page', async () => {
  const { user, router } = renderConsole('/vectors');
  await user.click(await screen.findByRole('link', { name: /streaming-collaborative@7:64/ }));
  expect(await screen.findByText(/Made from the database by streaming-titles/)).toBeVisible();
  expect(router.state.location.pathname).toBe('/vectors/streaming-titles%40streaming-collaborative%407%3A64');
});

test('Without_collections_the_page_says_how_to_make_one', async () => {
  renderConsole('/vectors', { answer: () => Response.json({ items: [], next_cursor: null }) });
  expect(await screen.findByText('There is no collection yet')).toBeVisible();
});

test('A_failure_shows_the_words_of_the_server', async () => {
  renderConsole('/vectors', { answer: () => problemAnswer(400, 'The store is closed', 'abc') });
  expect(await screen.findByText('The store is closed')).toBeVisible();
});
