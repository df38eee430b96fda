import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemAnswer, renderConsole } from '../../testing/renderConsole.tsx';

const tile = (name: string) => screen.findByRole('region', { name });

test('A_tile_has_the_value_its_interval_the_target_and_whether_it_is_met', async () => {
  renderConsole('/streaming/measures');
  const clicks = await tile('Click-through');
  expect(clicks).toHaveTextContent('17.1%');
  expect(clicks).toHaveTextContent('target: above 15%');
  expect(clicks).toHaveTextContent('16.6% to 17.6%');
  expect(within(clicks).getByText('met')).toBeVisible();
  expect(within(await tile('Play rate')).getByText('missed')).toBeVisible();
  expect(await tile('Session')).toHaveTextContent('52.4 min');
  expect(await tile('Engagement')).toHaveTextContent('no target');
});

test('What_nobody_did_is_told_apart_from_a_missed_target', async () => {
  renderConsole('/streaming/measures');
  const relevance = await tile('Relevance');
  expect(relevance).toHaveTextContent('nothing observed');
  expect(within(relevance).queryByText('missed')).not.toBeInTheDocument();
  expect(within(relevance).queryByTestId('interval')).not.toBeInTheDocument();
});

test('The_time_stands_in_the_address_and_is_asked_for', async () => {
  const { requests, router, user } = renderConsole('/streaming/measures');
  await tile('Click-through');
  await user.click(screen.getByRole('radio', { name: 'Last 7 days' }));
  await tile('Click-through');
  expect(router.state.location.search).toBe('?days=7');
  const asked = new URL((requests.filter((request) => request.includes('/measures')).at(-1) ?? '').slice(4), 'http://localhost').searchParams;
  expect(Date.parse(asked.get('to') ?? '') - Date.parse(asked.get('from') ?? '')).toBe(7 * 86_400_000);
});

test('Coverage_over_time_is_shown_when_it_is_asked_for', async () => {
  const { requests, user } = renderConsole('/streaming/measures');
  await tile('Click-through');
  expect(requests.filter((request) => request.includes('/measures'))).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Show the last eight weeks' }));
  const weeks = await screen.findByRole('table', { name: 'Coverage over time' });
  expect(within(weeks).getAllByRole('rowheader')).toHaveLength(8);
  expect(within(weeks).getAllByText(/^\d+(\.\d)?%$/)).toHaveLength(8);
});

test('Measures_that_failed_say_why', async () => {
  renderConsole('/streaming/measures', { answer: (request) => (request.url.includes('/measures') ? problemAnswer(503, 'The database did not answer', 'abc') : undefined) });
  expect(await screen.findByRole('alert')).toHaveTextContent('The database did not answer');
});
