import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

const part = (name: string) => screen.findByRole('region', { name });

test('Experiments_are_listed_with_their_state_arms_and_traffic', async () => {
  const { user } = renderConsole('/experiments');
  const ranking = await screen.findByRole('row', { name: /^ranking ?@1/ });
  expect(ranking).toHaveTextContent('running');
  expect(ranking).toHaveTextContent('blend, learned');
  expect(ranking).toHaveTextContent('20%');
  expect(screen.getByRole('row', { name: /^next/ })).toHaveTextContent('not started');
  await user.click(screen.getByRole('link', { name: 'ranking' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'ranking' })).toBeVisible();
});

test('Exposures_stand_beside_what_there_should_be', async () => {
  renderConsole('/experiments/ranking');
  const rows = within(await part('Exposures')).getAllByRole('row');
  expect(rows[1]).toHaveTextContent('blend control11,0121,005');
  expect(rows[2]).toHaveTextContent('ranker=learned');
  expect(screen.getByText('sample ratio as expected, p = 0.734')).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('Each_effect_has_its_interval_drawn_and_told_and_a_verdict_by_its_goal', async () => {
  renderConsole('/experiments/ranking');
  const results = within(await part('Results'));
  const hours = results.getByRole('row', { name: /^hours/ });
  expect(hours).toHaveTextContent('+7.7% +1.7% … +14%');
  expect(within(hours).getByTestId('interval')).toBeInTheDocument();
  expect(within(hours).getByText('better')).toBeVisible();
  expect(within(results.getByRole('row', { name: /^clicks/ })).getByText('undecided')).toBeVisible();
  const stars = results.getByRole('row', { name: /^stars/ });
  expect(stars).toHaveTextContent('no unit has an outcome');
  expect(within(stars).queryByTestId('interval')).not.toBeInTheDocument();
});

test('What_shall_decrease_and_increases_is_worse', async () => {
  renderConsole('/experiments/ranking?test=fixed');
  const cancelled = within(await part('Results')).getByRole('row', { name: /^cancelled/ });
  expect(within(cancelled).getByText('worse')).toBeVisible();
});

test('One_look_and_any_number_of_looks_have_intervals_of_their_own', async () => {
  const { router, user } = renderConsole('/experiments/ranking');
  await part('Results');
  expect(screen.getByText(/hold however often you look/)).toBeVisible();
  await user.click(screen.getByRole('radio', { name: 'One look' }));
  expect(screen.getByText(/mislead who looks daily/)).toBeVisible();
  expect(within(await part('Results')).getByRole('row', { name: /^hours/ })).toHaveTextContent('+7.7% +4.7% … +11%');
  expect(router.state.location.search).toBe('?test=fixed');
});

test('A_sample_ratio_mismatch_is_loud_says_what_it_means_and_what_to_do_and_no_verdict_stands', async () => {
  renderConsole('/experiments/broken');
  const alarm = await screen.findByRole('alert');
  expect(alarm).toHaveTextContent('The arms do not have the units that they should have');
  expect(alarm).toHaveTextContent('p = 2.6e-17');
  expect(alarm).toHaveTextContent('Who is missing is not chance');
  expect(within(alarm).getAllByRole('listitem')).toHaveLength(4);
  const results = within(await part('Results'));
  expect(results.queryByText('better')).not.toBeInTheDocument();
  expect(results.getAllByText('not to be trusted').length).toBe(results.getAllByRole('row').length - 1);
  expect(within(await part('Guard metrics')).getByText('not to be trusted')).toBeVisible();
});

test('A_broken_guard_metric_says_what_to_do', async () => {
  renderConsole('/experiments/rows');
  const guard = within(await part('Guard metrics')).getByRole('row', { name: /^cancelled/ });
  expect(guard).toHaveTextContent('may get worse by 2%');
  expect(within(guard).getByText('broken')).toBeVisible();
  expect(guard).toHaveTextContent('Stop the experiment, or say why it goes on.');
});

test('A_draft_has_no_results_and_none_are_asked_for', async () => {
  const { requests } = renderConsole('/experiments/next');
  expect(await screen.findByText('A draft has no results')).toBeVisible();
  expect(requests.some((request) => request.includes('/results'))).toBe(false);
});

test('Without_experiments_it_is_said_how_to_begin', async () => {
  renderConsole('/experiments', { answer: (request) => (request.url.includes('/v1/experiments') ? Response.json({ items: [], next_cursor: null }) : undefined) });
  expect(await screen.findByText('There is no experiment')).toBeVisible();
});

test('Results_that_failed_say_why_and_the_rest_stands', async () => {
  renderConsole('/experiments/ranking', { answer: (request) => (request.url.includes('/results') ? problemAnswer(503, 'The database did not answer', 'abc') : undefined) });
  expect(await screen.findByRole('alert')).toHaveTextContent('The database did not answer');
  expect(screen.getByText('running')).toBeVisible();
});

test('An_experiment_that_is_not_there_is_said_to_be_none', async () => {
  renderConsole('/experiments/nothing');
  expect(await screen.findByRole('alert')).toHaveTextContent('Check the id in the address');
});

test('In_Portuguese_the_alarm_is_as_loud', async () => {
  window.localStorage.setItem('perto-language', 'pt');
  renderConsole('/experiments/broken');
  expect(await screen.findByRole('alert')).toHaveTextContent('PROPORÇÃO DAS AMOSTRAS ERRADA, p = 2.6e-17');
});
