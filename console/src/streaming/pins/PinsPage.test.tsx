import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemAnswer, renderConsole } from '../../testing/renderConsole.tsx';

const line = (name: RegExp) => screen.findByRole('row', { name });

test('Pins_stand_by_row_and_place_with_whom_and_when_they_are_for', async () => {
  renderConsole('/streaming/pins');
  const spring = await line(/^spring/);
  expect(spring).toHaveTextContent('trending');
  expect(spring).toHaveTextContent('PT');
  expect(spring).toHaveTextContent(/until .*2026/);
  const house = await line(/^house/);
  expect(house).toHaveTextContent('everybody');
  expect(house).toHaveTextContent('always');
  expect(screen.getAllByRole('row').slice(1).map((row) => row.textContent.slice(0, 5))).toEqual(['house', 'sprin']);
});

test('A_pin_is_taken_away_after_a_question', async () => {
  const { user, requests } = renderConsole('/streaming/pins');
  await user.click(await screen.findByRole('button', { name: 'Take away: spring' }));
  const dialog = await screen.findByRole('dialog', { name: 'Take the pin “spring” away?' });
  await user.click(within(dialog).getByRole('button', { name: 'Take away' }));
  await waitFor(() => expect(screen.queryByRole('row', { name: /^spring/ })).not.toBeInTheDocument());
  expect(requests).toContain('DELETE /v1/streaming/pins/spring');
});

test('A_title_is_searched_and_pinned_to_a_row_a_place_and_a_time', async () => {
  const { user } = renderConsole('/streaming/pins');
  await line(/^spring/);
  expect(screen.getByRole('button', { name: 'Pin it' })).toBeDisabled();
  await user.type(screen.getByRole('textbox', { name: /^Pin/ }), 'summer');
  await user.type(screen.getByRole('combobox', { name: /^Title/ }), 'heat');
  await user.click(await screen.findByRole('option', { name: 'Heat (1995)', hidden: true }));
  const row = screen.getByRole('combobox', { name: /^Row/ });
  await user.clear(row);
  await user.type(row, 'genre_crime');
  const place = screen.getByRole('textbox', { name: /^Place/ });
  await user.clear(place);
  await user.type(place, '3');
  await user.type(screen.getByRole('textbox', { name: /^Country/ }), 'BR');
  await user.type(screen.getByLabelText(/^Until/), '2026-06-01T00:00');
  await user.click(screen.getByRole('button', { name: 'Pin it' }));

  const pinned = await line(/^summer/);
  expect(pinned).toHaveTextContent('genre crime36BR');
  expect(pinned).toHaveTextContent(/until .*2026/);
  expect(screen.getByRole('textbox', { name: /^Pin/ })).toHaveValue('');
});

test('What_the_server_refuses_is_said_in_the_form_and_nothing_is_lost', async () => {
  const { user } = renderConsole('/streaming/pins', {
    answer: (request) => (request.method === 'PUT' ? problemAnswer(400, 'country must be an ISO 3166 code', 'abc') : undefined),
  });
  await line(/^spring/);
  await user.type(screen.getByRole('textbox', { name: /^Pin/ }), 'summer');
  await user.type(screen.getByRole('combobox', { name: /^Title/ }), 'heat');
  await user.click(await screen.findByRole('option', { name: 'Heat (1995)', hidden: true }));
  await user.click(screen.getByRole('button', { name: 'Pin it' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('country must be an ISO 3166 code');
  expect(screen.getByRole('textbox', { name: /^Pin/ })).toHaveValue('summer');
});

test('Without_pins_it_is_said_how_to_begin', async () => {
  renderConsole('/streaming/pins', { answer: (request) => (request.url.endsWith('/pins') ? Response.json({ items: [], next_cursor: null }) : undefined) });
  expect(await screen.findByText('Nothing is pinned')).toBeVisible();
});

test('A_list_that_failed_says_why', async () => {
  renderConsole('/streaming/pins', { answer: (request) => (request.url.endsWith('/pins') ? problemAnswer(503, 'The database did not answer', 'abc') : undefined) });
  expect(await screen.findByRole('alert')).toHaveTextContent('The database did not answer');
});
