import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { HomePreview } from '../api/types.ts';
import { nth, problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

const row = (name: RegExp | string) => screen.findByRole('region', { name });

test('Beside_each_title_stand_its_place_reason_score_sources_parts_and_whether_it_was_drawn', async () => {
  renderConsole('/streaming/people/15/features');
  const picks = await row('Top picks');
  const first = nth(within(picks).getAllByRole('row'), 1);
  expect(first).toHaveTextContent('Top pick for you');
  expect(first).toHaveTextContent(/collaborative 0\.\d{3}/);
  expect(first).toHaveTextContent(/\+0\.\d{3} genre affinity/);
  expect(within(picks).getByText('This row was chosen for its place with 25%')).toBeVisible();
  expect(within(picks).getAllByText('ranked').length).toBeGreaterThan(0);
  expect(screen.getAllByText('drawn, 0.4%').length).toBeGreaterThan(0);
  expect(screen.getByText('streaming-collaborative@7')).toBeVisible();
  expect(screen.getByText('home-ranker@4')).toBeVisible();
});

test('All_numbers_of_a_title_open_with_what_the_ranking_saw_and_Escape_gives_the_focus_back', async () => {
  const { user } = renderConsole('/streaming/people/15/features');
  const button = nth(within(await row('Top picks')).getAllByRole('button', { name: /^All numbers of/ }), 0);
  button.focus();
  await user.keyboard('{Enter}');
  const seen = within(await screen.findByRole('dialog')).getByRole('table', { name: 'What the ranking saw' });
  expect(within(seen).getByRole('row', { name: /^hour 20$/ })).toBeVisible();
  expect(within(seen).getByRole('row', { name: /^user genre affinity 0\.\d{3}$/ })).toBeVisible();
  expect(screen.getByText('Features that are not known of it: 1')).toBeVisible();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(button).toHaveFocus());
});

test('A_version_is_asked_for_and_stands_in_the_address', async () => {
  const { requests, router, user } = renderConsole('/streaming/people/15/features?device=mobile&time_of_day=night');
  await row('Top picks');
  expect(requests).toContain('GET /v1/streaming/users/15/preview?device=mobile&time_of_day=night');

  await screen.findByRole('option', { name: 'version 3 · retired' });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Ranker' }), 'version 3 · retired');

  expect(await screen.findByText('home-ranker@3')).toBeVisible();
  expect(requests).toContain('GET /v1/streaming/users/15/preview?device=mobile&time_of_day=night&ranker=3');
  expect(router.state.location.search).toBe('?device=mobile&time_of_day=night&ranker=3');
});

test('The_person_s_own_page_is_not_asked_for_so_that_nobody_learns_from_a_look', async () => {
  const { requests } = renderConsole('/streaming/people/15/features');
  await row('Top picks');
  expect(requests.filter((request) => /\/home(\?|$)/.test(request))).toEqual([]);
});

test('The_views_of_a_person_keep_device_and_time_and_leave_versions_behind', async () => {
  const { router, user } = renderConsole('/streaming/people/15/features?device=mobile&ranker=3');
  await user.click(await screen.findByRole('link', { name: 'The page' }));
  await waitFor(() => expect(router.state.location.pathname + router.state.location.search).toBe('/streaming/people/15?device=mobile'));
});

test('A_version_that_is_not_kept_is_said_to_be_none', async () => {
  renderConsole('/streaming/people/15/features?ranker=99');
  expect(await screen.findByRole('alert')).toHaveTextContent("There is no model 'home-ranker@99'");
  expect(screen.getByRole('combobox', { name: 'Ranker' })).toHaveDisplayValue('version 99');
});

test('A_page_that_failed_can_be_tried_again', async () => {
  let down = true;
  const { user } = renderConsole('/streaming/people/15/features', {
    answer: (request) => (down && request.url.includes('/preview') ? problemAnswer(500, 'The database did not answer', 'abc') : undefined),
  });
  const alert = await screen.findByRole('alert');
  down = false;
  await user.click(within(alert).getByRole('button', { name: 'Try again' }));
  expect(await row('Top picks')).toBeVisible();
});

test('A_page_without_rows_says_what_to_do', async () => {
  const empty: HomePreview = { user: '15', made_at: '2026-03-04T20:00:00Z', rows: [], ranker: 'blend', degraded: [], timing_ms: { total: 0.1 }, feature_names: [], features: [] };
  renderConsole('/streaming/people/15/features', { answer: (request) => (request.url.includes('/preview') ? Response.json(empty) : undefined) });
  expect(await screen.findByText('There is nothing to recommend yet')).toBeVisible();
  expect(screen.getByText('no model yet')).toBeVisible();
});

test('Where_features_could_not_be_read_it_is_said', async () => {
  const { api } = renderConsole('/');
  const whole = (await (await api.handle(new Request('http://localhost/v1/streaming/users/15/preview'))).json()) as HomePreview;
  renderConsole('/streaming/people/15/features', {
    answer: (request) => (request.url.includes('/preview') ? Response.json({ ...whole, ranker: 'blend', feature_names: [], features: [] }) : undefined),
  });
  expect(await screen.findByText('The features could not be read, so the blend ranked without them.')).toBeVisible();
});

test('In_Portuguese_too', async () => {
  window.localStorage.setItem('perto-language', 'pt');
  renderConsole('/streaming/people/15/features');
  expect(await screen.findByRole('heading', { level: 1, name: 'O que o ranqueamento viu para a pessoa 15' })).toBeVisible();
  expect(await row('Escolhas para você')).toHaveTextContent('afinidade de gênero');
});
