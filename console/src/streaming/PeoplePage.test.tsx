import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderConsole } from '../testing/renderConsole.tsx';

test('People_are_listed_a_page_at_a_time', async () => {
  const { user } = renderConsole('/streaming/people');
  await screen.findByRole('link', { name: 'Person 1' });
  expect(screen.getAllByRole('row')).toHaveLength(41);
  await user.click(screen.getByRole('button', { name: 'Load more' }));
  expect(await screen.findByRole('link', { name: 'Person 41' })).toBeVisible();
  expect(screen.getAllByRole('row')).toHaveLength(81);
});

test('The_search_is_in_the_address_and_finds_by_id', async () => {
  const { router, user } = renderConsole('/streaming/people');
  await user.type(screen.queryByRole('textbox', { name: 'Search by id' }) ?? (await screen.findByLabelText('Search by id')), '67');
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(4));
  expect(router.state.location.search).toBe('?q=67');
  expect(screen.getByRole('row', { name: /Person 671 .* never/ })).toBeVisible();
});

test('A_linked_search_without_finds_says_what_to_do', async () => {
  renderConsole('/streaming/people?q=zzz');
  expect(await screen.findByText('No person has such an id')).toBeVisible();
});
