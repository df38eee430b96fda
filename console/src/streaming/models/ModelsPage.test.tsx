import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { nth, problemAnswer, renderConsole } from '../../testing/renderConsole.tsx';

const model = (name: string) => screen.findByRole('region', { name });

test('Each_version_stands_with_its_state_what_it_was_compared_with_and_why_it_was_refused', async () => {
  renderConsole('/streaming/models');
  const [refused, live] = within(await model('home-ranker')).getAllByRole('row').slice(1);
  if (!refused || !live) throw new Error('The versions are missing');
  expect(refused).toHaveTextContent('rejected');
  expect(refused).toHaveTextContent('ndcg@10 differs by -0.017 (95% interval -0.031 to -0.004)');
  expect(refused).toHaveTextContent('the lower end must be -0.005 at least');
  expect(live).toHaveTextContent('version 3');
  expect(within(live).getByTestId('interval')).toBeInTheDocument();
  const collaborative = nth(within(await model('streaming-collaborative')).getAllByRole('row'), 1);
  expect(collaborative).toHaveTextContent('ndcg@10 +0.006');
  expect(within(await model('streaming-collaborative')).getByText('nothing was live before it')).toBeVisible();
});

test('Going_back_asks_first_and_then_the_version_before_is_live', async () => {
  const { user, requests } = renderConsole('/streaming/models');
  await user.click(within(await model('home-ranker')).getByRole('button', { name: 'Go back to version 3' }));
  const dialog = await screen.findByRole('dialog', { name: 'Put version 3 of home-ranker back to use?' });
  expect(dialog).toHaveTextContent('Version 4 is retired');
  expect(requests.some((request) => request.startsWith('POST'))).toBe(false);
  await user.click(within(dialog).getByRole('button', { name: 'Go back to version 3' }));
  expect(await screen.findByText('Version 3 of home-ranker serves again')).toBeVisible();
  await waitFor(async () => expect(within(await model('home-ranker')).getByRole('row', { name: /^3 live/ })).toBeVisible());
  expect(within(await model('home-ranker')).queryByRole('button', { name: /^Go back/ })).not.toBeInTheDocument();
});

test('Going_back_can_be_called_off_and_a_refusal_is_said_in_the_question', async () => {
  const { user, requests } = renderConsole('/streaming/models', {
    answer: (request) => (request.method === 'POST' ? problemAnswer(409, 'home-ranker has no earlier live version to go back to', 'abc') : undefined),
  });
  const ask = within(await model('home-ranker')).getByRole('button', { name: 'Go back to version 3' });
  await user.click(ask);
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(requests.some((request) => request.startsWith('POST'))).toBe(false);
  await user.click(ask);
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Go back to version 3' }));
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('no earlier live version');
});

test('A_training_is_started_followed_and_its_end_told', async () => {
  const { user, router, requests } = renderConsole('/streaming/models');
  await user.click(await screen.findByRole('button', { name: 'Train the ranker' }));
  expect(await screen.findByRole('progressbar', { name: 'Progress of the training: Ranker' })).toHaveAttribute('aria-valuenow', '50');
  expect(screen.getByText('LambdaMART, tree 50 of 100')).toBeVisible();
  expect(router.state.location.search).toBe('?training=run-1');
  const before = requests.filter((request) => request === 'GET /v1/models').length;
  expect(await screen.findByText('home-ranker@6 was not let in')).toBeVisible();
  expect(screen.getByText(/differs from that of home-ranker@4 by 0\.001/)).toBeVisible();
  await waitFor(() => expect(requests.filter((request) => request === 'GET /v1/models').length).toBeGreaterThan(before));
});

test('The_collaborative_model_is_trained_too', async () => {
  const { user } = renderConsole('/streaming/models');
  await user.click(await screen.findByRole('button', { name: 'Train the collaborative model' }));
  expect(await screen.findByText('streaming-collaborative@8 is live')).toBeVisible();
});

test('A_training_that_failed_says_why', async () => {
  const run = { id: 'r', model: 'ranker', state: 'failed', progress: 0, started_at: '2026-03-04T19:00:00Z', finished_at: '2026-03-04T19:01:00Z', failure: '12 served pages have a click, and 200 are needed' };
  renderConsole('/streaming/models?training=r', { answer: (request) => (request.url.includes('/trainings/') ? Response.json(run) : undefined) });
  expect(await screen.findByText('The training failed: 12 served pages have a click, and 200 are needed')).toBeVisible();
  expect(screen.queryByRole('progressbar')).not.toBeInTheDocument();
});

test('Too_many_trainings_are_refused_where_they_were_asked_for', async () => {
  const { user } = renderConsole('/streaming/models', {
    answer: (request) => (request.method === 'POST' ? problemAnswer(409, '16 trainings wait already; ask again when one is done', 'abc') : undefined),
  });
  await user.click(await screen.findByRole('button', { name: 'Train the ranker' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('16 trainings wait already');
});

test('Without_models_it_is_said_how_to_begin', async () => {
  renderConsole('/streaming/models', { answer: (request) => (request.url.endsWith('/v1/models') ? Response.json({ items: [], next_cursor: null }) : undefined) });
  expect(await screen.findByText('No model is trained yet')).toBeVisible();
});

test('A_list_that_failed_can_be_tried_again', async () => {
  renderConsole('/streaming/models', { answer: (request) => (request.url.endsWith('/v1/models') ? problemAnswer(403, 'This needs the scope read', 'abc') : undefined) });
  expect(await screen.findByRole('alert')).toHaveTextContent('This needs the scope read');
});
