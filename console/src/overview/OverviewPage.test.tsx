import { screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { overviewAt } from '../../mock/overview.ts';
import { now, problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

const region = (name: string) => screen.findByRole('region', { name });

test('The_overview_shows_counts_models_collections_tasks_and_health', async () => {
  renderConsole('/');
  expect(await region('streaming')).toHaveTextContent('ratings100,004');
  const models = within(await region('Models'));
  const live = models.getByRole('row', { name: /streaming-collaborative ?@7/ });
  expect(live).toHaveTextContent('live');
  expect(live).toHaveTextContent('ndcg@100.214');
  expect(await region('Collections')).toHaveTextContent('streaming-titles');
  expect(screen.getByRole('progressbar', { name: 'Progress of streaming-ranker' })).toBeInTheDocument();
  expect(await region('Tasks')).toHaveTextContent('line 402: timestamp must be a whole number');
  expect(await region('Health')).toHaveTextContent('sqlite 3.40.1');
});

test('A_chart_has_a_table_of_its_figures_behind_it', async () => {
  const { user } = renderConsole('/');
  await screen.findByRole('img', { name: /^Requests: line chart/ });
  await user.click(screen.getByRole('button', { name: 'Show as table: Requests' }));
  expect(screen.queryByRole('img', { name: /^Requests: line chart/ })).not.toBeInTheDocument();
  const requests = screen.getByRole('region', { name: 'Requests' });
  expect(within(requests).getAllByRole('row')).toHaveLength(61);
  await user.click(screen.getByRole('button', { name: 'Show as chart: Requests' }));
  expect(await screen.findByRole('img', { name: /^Requests: line chart/ })).toBeInTheDocument();
});

test('A_series_without_points_says_that_nothing_is_measured', async () => {
  renderConsole('/');
  expect(await screen.findByText('Nothing measured yet')).toBeVisible();
});

test('The_page_refreshes_every_five_seconds_until_it_is_paused', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { requests } = renderConsole('/');
    const asked = () => requests.filter((request) => request === 'GET /v1/overview').length;
    await screen.findByText(/every 5 s/);
    const before = asked();
    await vi.advanceTimersByTimeAsync(5_100);
    await waitFor(() => expect(asked()).toBeGreaterThan(before));

    screen.getByRole('button', { name: 'Pause updates' }).click();
    await screen.findByText(/paused/);
    const paused = asked();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked()).toBe(paused);
  } finally {
    vi.useRealTimers();
  }
});

test('The_last_good_answer_stays_when_a_refresh_fails', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    let failing = false;
    renderConsole('/', {
      answer: () => (failing ? problemAnswer(500, 'The database does not answer', 'trace-9') : undefined),
    });
    await region('Models');
    failing = true;
    await vi.advanceTimersByTimeAsync(5_100);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The database does not answer');
    expect(alert).toHaveTextContent('trace-9');
    expect(await region('Models')).toBeVisible();
    expect(screen.getByText('Showing the last good answer.')).toBeVisible();
  } finally {
    vi.useRealTimers();
  }
});

test('An_empty_server_says_how_to_begin', async () => {
  const empty = { ...overviewAt(now, now, 0), solutions: [], models: [], collections: [], tasks: [] };
  renderConsole('/', { answer: () => Response.json(empty) });
  expect(await screen.findByText('Nothing is imported yet')).toBeVisible();
  expect(screen.getByText('No model is trained yet')).toBeVisible();
  expect(screen.getByText('No vector collection yet')).toBeVisible();
  expect(screen.getByText('No task has run yet')).toBeVisible();
});
