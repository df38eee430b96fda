import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { nth, renderConsole } from '../testing/renderConsole.tsx';

test('A_title_shows_its_facts_and_similar_titles_by_score', async () => {
  renderConsole('/streaming/titles/6');
  expect(await screen.findByRole('heading', { level: 1, name: 'Heat' })).toBeVisible();
  expect(screen.getByRole('list', { name: 'Genres' })).toHaveTextContent('ActionCrimeThriller');
  expect(screen.getByText('324')).toBeVisible();
  const cards = within(await screen.findByRole('region', { name: 'Similar titles' })).getAllByRole('article');
  expect(cards).toHaveLength(20);
  const scores = cards.map((card) => Number(/0\.\d{3}/.exec(card.textContent)?.[0]));
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
});

test('A_similar_title_says_why_and_cannot_be_marked_as_watched_by_nobody', async () => {
  const { user } = renderConsole('/streaming/titles/6');
  const similar = await screen.findByRole('region', { name: 'Similar titles' });
  expect(within(similar).queryByTestId('watched')).not.toBeInTheDocument();
  await user.click(nth(within(similar).getAllByTestId('why'), 0));
  expect(await screen.findByRole('dialog')).toHaveTextContent('genre overlap');
});

test('A_title_that_does_not_exist_gives_the_problem', async () => {
  renderConsole('/streaming/titles/nothing');
  expect(await screen.findByRole('alert')).toHaveTextContent('No title has the id "nothing"');
});
