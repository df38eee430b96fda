import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

const row = (name: RegExp) => screen.findByRole('row', { name });

test('The_jobs_stand_with_their_schedules_and_how_they_ended', async () => {
  renderConsole('/operations?tab=jobs');
  const pruning = await row(/^models-pruning/);
  expect(pruning).toHaveTextContent('0 30 3 * * ?');
  expect(pruning.querySelector('time')).toHaveAttribute('datetime', '2026-03-04T20:45:00.000Z');
  expect(pruning).toHaveTextContent('2 versions deleted');
  expect(within(await row(/^outbox-sweep/)).getByText('failed')).toBeVisible();
});

test('A_job_runs_now_and_is_paused_and_resumed', async () => {
  const { user, requests } = renderConsole('/operations?tab=jobs');
  await user.click(await screen.findByRole('button', { name: 'Run now: models-pruning' }));
  expect(await screen.findByText('waiting')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Pause: models-pruning' }));
  await user.click(await screen.findByRole('button', { name: 'Resume: models-pruning' }));
  expect(await screen.findByRole('button', { name: 'Pause: models-pruning' })).toBeVisible();
  expect(requests.filter((request) => request.startsWith('POST'))).toEqual([
    'POST /v1/jobs/models-pruning/run',
    'POST /v1/jobs/models-pruning/pause',
    'POST /v1/jobs/models-pruning/resume',
  ]);
});

test('The_run_log_of_a_job_opens_below', async () => {
  const { user, router } = renderConsole('/operations?tab=jobs');
  await user.click(await screen.findByRole('button', { name: 'models-pruning' }));
  const log = within(await screen.findByRole('region', { name: 'Run log of models-pruning' }));
  expect(await log.findByText('3 versions deleted')).toBeVisible();
  expect(log.getAllByRole('row')).toHaveLength(3);
  expect(router.state.location.search).toBe('?tab=jobs&job=models-pruning');
});

test('Why_a_job_does_not_run_is_said_at_the_list', async () => {
  const { user } = renderConsole('/operations?tab=jobs', {
    answer: (request) => (request.method === 'POST' ? problemAnswer(403, 'This needs the scope admin', 'abc') : undefined),
  });
  await user.click(await screen.findByRole('button', { name: 'Run now: models-pruning' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('This needs the scope admin');
});
