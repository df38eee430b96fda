import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { HomePage } from '../api/types.ts';
import { label, nth, problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

const row = (name: RegExp | string) => screen.findByRole('region', { name });

test('The_home_page_shows_rows_of_titles_with_rank_year_genres_and_reason', async () => {
  renderConsole('/streaming/people/15');
  const picks = await row('Top picks');
  const first = nth(within(picks).getAllByRole('article'), 0);
  expect(within(first).getByText('1')).toBeVisible();
  expect(first).toHaveTextContent(/(19|20)\d\d · \w+/);
  expect(first).toHaveTextContent('Top pick for you');
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Person 15');
});

test('The_context_of_the_address_is_asked_for_and_a_change_goes_into_the_address', async () => {
  const { requests, router, user } = renderConsole('/streaming/people/15?device=mobile&time_of_day=night');
  await row('Top picks');
  expect(requests).toContain('GET /v1/streaming/users/15/home?device=mobile&time_of_day=night');

  await user.click(screen.getByRole('radio', { name: 'Tablet' }));

  await waitFor(() => expect(requests).toContain('GET /v1/streaming/users/15/home?device=tablet&time_of_day=night'));
  expect(router.state.location.search).toBe('?device=tablet&time_of_day=night');
});

test('A_device_that_does_not_exist_becomes_the_default_one', async () => {
  const { requests } = renderConsole('/streaming/people/15?device=toaster');
  await row('Top picks');
  expect(requests).toContain('GET /v1/streaming/users/15/home?device=tv&time_of_day=evening');
});

test('A_row_is_one_stop_for_tab_and_arrow_keys_move_inside_it', async () => {
  const { user } = renderConsole('/streaming/people/15');
  const buttons = within(await row('Top picks')).getAllByTestId('why');
  expect(buttons.map((button) => button.tabIndex)).toEqual([0, ...buttons.slice(1).map(() => -1)]);

  nth(buttons, 0).focus();
  await user.keyboard('{ArrowRight}{ArrowRight}');
  expect(buttons[2]).toHaveFocus();
  expect(nth(buttons, 2).tabIndex).toBe(0);
  await user.keyboard('{ArrowLeft}');
  expect(buttons[1]).toHaveFocus();
  await user.keyboard('{End}{ArrowRight}');
  expect(buttons.at(-1)).toHaveFocus();
  await user.keyboard('{Home}{ArrowLeft}');
  expect(buttons[0]).toHaveFocus();

  await user.keyboard('{ArrowDown}');
  expect(within(await row(/^Because you watched/)).getAllByTestId('why')[0]).toHaveFocus();
  await user.keyboard('{ArrowUp}');
  expect(buttons[0]).toHaveFocus();
});

test('Enter_opens_why_this_with_the_parts_of_the_score_and_Escape_gives_the_focus_back', async () => {
  const { router, user } = renderConsole('/streaming/people/15');
  const button = nth(within(await row('Top picks')).getAllByTestId('why'), 0);
  const name = label(button).replace('Why this? ', '');
  button.focus();
  await user.keyboard('{Enter}');

  const dialog = await screen.findByRole('dialog', { name: `Why ${name}?` });
  expect(within(within(dialog).getByRole('table', { name: 'Found by' })).getByRole('rowheader', { name: 'collaborative' })).toBeVisible();
  expect(within(dialog).getByRole('table', { name: 'Features' })).toHaveTextContent('genre affinity');
  expect(within(dialog).getByRole('table', { name: 'How long it took' })).toHaveTextContent('3.68 ms');
  expect(dialog).toHaveTextContent('streaming-collaborative@7');
  expect(router.state.location.search).toMatch(/why=\d+/);

  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await waitFor(() => expect(button).toHaveFocus());
  expect(router.state.location.search).not.toContain('why');
});

test('A_link_with_a_why_opens_it', async () => {
  renderConsole('/streaming/people/15?why=6');
  expect(await screen.findByRole('dialog', { name: 'Why Heat?' })).toBeVisible();
});

test('Watched_it_posts_a_full_view_and_the_page_changes_at_once', async () => {
  const { api, user } = renderConsole('/streaming/people/15?device=tablet');
  const picks = await row('Top picks');
  const watched = nth(within(picks).getAllByTestId('watched'), 0);
  const name = label(watched).replace('Watched it: ', '');
  await user.click(watched);

  expect(await row(`Because you watched ${name}`)).toBeVisible();
  expect(api.received).toEqual([expect.objectContaining({ type: 'view', user: '15', progress: 1, device: 'tablet' })]);
  expect(screen.queryByRole('button', { name: `Why this? ${name}` })).not.toBeInTheDocument();
  const history = within(screen.getByRole('region', { name: 'Recent history' })).getAllByRole('listitem');
  expect(history[0]).toHaveTextContent(name);
  expect(history[0]).toHaveTextContent('watched 100%');
});

test('The_title_that_takes_the_place_of_a_watched_one_gets_its_focus', async () => {
  const { user } = renderConsole('/streaming/people/15');
  const watched = nth(within(await row('Top picks')).getAllByTestId('watched'), 1);
  const name = label(watched);
  watched.focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('button', { name })).not.toBeInTheDocument());
  await waitFor(async () => expect(within(await row('Top picks')).getAllByTestId('why')[1]).toHaveFocus());
});

test('A_view_that_is_refused_says_why_and_changes_nothing', async () => {
  const { user } = renderConsole('/streaming/people/15', {
    answer: (request) => (request.method === 'POST' ? problemAnswer(503, 'The database is read-only', 't-1') : undefined),
  });
  const watched = nth(within(await row('Top picks')).getAllByTestId('watched'), 0);
  await user.click(watched);
  expect(await screen.findByText('The database is read-only')).toBeVisible();
  expect(watched).toBeInTheDocument();
});

test('A_degraded_answer_names_the_sources_it_did_without', async () => {
  renderConsole('/streaming/people/7');
  expect(await screen.findByText(/made without some of its sources/)).toBeVisible();
  expect(screen.getByText(/trending: late/)).toBeVisible();
});

test('A_whole_answer_has_no_banner', async () => {
  renderConsole('/streaming/people/15');
  await row('Top picks');
  expect(screen.queryByText(/made without some of its sources/)).not.toBeInTheDocument();
});

test('An_unknown_person_gives_the_title_of_the_problem_what_to_do_and_the_trace_id', async () => {
  renderConsole('/streaming/people/nobody');
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('No person has the id "nobody"');
  expect(alert).toHaveTextContent('Check the id in the address');
  expect(alert).toHaveTextContent('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(within(alert).getByRole('button', { name: 'Copy the trace id' })).toBeEnabled();
});

test('A_server_that_cannot_be_reached_is_told_apart_and_can_be_tried_again', async () => {
  let down = true;
  const { user } = renderConsole('/streaming/people/15', {
    answer: () => {
      if (down) throw new TypeError('Failed to fetch');
      return undefined;
    },
  });
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('The server cannot be reached');
  down = false;
  await user.click(within(alert).getByRole('button', { name: 'Try again' }));
  expect(await row('Top picks')).toBeVisible();
});

test('Someone_without_history_is_told_how_to_begin', async () => {
  renderConsole('/streaming/people/671');
  expect(await screen.findByText('Nothing watched or rated yet')).toBeVisible();
});

test('A_page_without_rows_says_what_to_do', async () => {
  const empty: HomePage = { user: '15', request: 'page-1', rows: [], model: 'none@0', degraded: [], timing_ms: { total: 0.1 } };
  renderConsole('/streaming/people/15', {
    answer: (request) => (request.url.includes('/home') ? Response.json(empty) : undefined),
  });
  expect(await screen.findByText('There is nothing to recommend yet')).toBeVisible();
});

test('The_answer_can_be_copied_as_curl_and_as_CSharp', async () => {
  const { user } = renderConsole('/streaming/people/15?device=tv');
  await row('Top picks');
  const answer = screen.getByRole('region', { name: 'This answer' });
  Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true });

  await user.click(within(answer).getByRole('button', { name: 'Copy as curl' }));
  expect(await screen.findByText('Copied as curl')).toBeVisible();
  expect(await navigator.clipboard.readText()).toBe(
    `curl '${window.location.origin}/v1/streaming/users/15/home?device=tv&time_of_day=evening'`,
  );

  await user.click(within(answer).getByRole('button', { name: 'Copy as C#' }));
  expect(await screen.findByText('Copied as C#')).toBeVisible();
  expect(await navigator.clipboard.readText()).toContain(
    'GetStringAsync("/v1/streaming/users/15/home?device=tv&time_of_day=evening")',
  );
});
