import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderConsole } from '../testing/renderConsole.tsx';

test('Records_are_listed_a_page_at_a_time_and_open_in_a_drawer', async () => {
  const { user, router } = renderConsole('/vectors/films');
  await screen.findByRole('columnheader', { name: 'Payload' });
  const rows = screen.getAllByRole('row').length;
  expect(rows).toBeGreaterThan(1);
  await user.click(screen.getByRole('button', { name: '1' }));
  const drawer = await screen.findByRole('dialog', { name: 'Record 1' });
  expect(await within(drawer).findByText('Toy Story')).toBeVisible();
  expect(within(drawer).getByRole('heading', { name: /plot · 8 values/ })).toBeVisible();
  expect(router.state.location.search).toBe('?record=1');
  await user.click(within(drawer).getByRole('link', { name: 'Find similar: plot' }));
  expect(await screen.findByText(/graph, 1,043 compared, 30 read again, 0.20 ms/)).toBeVisible();
});

test('A_filter_that_is_not_JSON_is_told_at_the_field_and_not_sent', async () => {
  const { user, requests } = renderConsole('/vectors/films');
  await screen.findByRole('button', { name: '1' });
  const before = requests.length;
  fireEvent.change(screen.getByLabelText('Filter'), { target: { value: '{"year": ' } });
  await user.click(screen.getByRole('button', { name: 'Apply' }));
  expect(await screen.findByText(/This is not JSON/)).toBeVisible();
  expect(screen.getByLabelText('Filter')).toBeInvalid();
  expect(requests.length).toBe(before);
});

test('What_the_server_says_of_a_filter_stands_at_the_field', async () => {
  const { user } = renderConsole('/vectors/films');
  await screen.findByRole('button', { name: '1' });
  fireEvent.change(screen.getByLabelText('Filter'), { target: { value: '{"colour": "red"}' } });
  await user.click(screen.getByRole('button', { name: 'Apply' }));
  expect(await screen.findByText(/filter.colour must be one of the schema's payload fields/)).toBeVisible();
  expect(screen.getByLabelText('Filter')).toBeInvalid();
});

test('An_example_is_made_of_the_schema_and_goes_into_the_address', async () => {
  const { user, router } = renderConsole('/vectors/films');
  await user.click(await screen.findByRole('button', { name: /^\{"year":\{"\$gte":\d+\}\}$/ }));
  await user.click(screen.getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(router.state.location.search).toContain('filter='));
  expect(await screen.findByRole('button', { name: 'Clear' })).toBeVisible();
});

test('A_search_by_record_answers_hits_and_the_way_in_words', async () => {
  const { user, router } = renderConsole('/vectors/films?tab=search');
  await user.click(await screen.findByRole('button', { name: 'Search' }));
  expect(await screen.findByText('Give the id of a record')).toBeVisible();
  await user.type(screen.getByLabelText('Id of the record'), '6');
  fireEvent.change(screen.getByLabelText('Filter'), { target: { value: '{"year": {"$gte": 1980}}' } });
  await user.click(screen.getByRole('button', { name: 'Search' }));
  expect(await screen.findByText(/; about \d+ of \d+ records pass the filter \(estimated\)/)).toBeVisible();
  expect(screen.getByRole('region', { name: 'Hits' })).toBeVisible();
  expect(router.state.location.search).toContain('id=6');
  expect(screen.queryByRole('button', { name: 'Find similar: 6' })).toBeNull();
});

test('A_pasted_vector_must_be_JSON_and_of_the_right_length', async () => {
  const { user } = renderConsole('/vectors/films?tab=search');
  await user.click(await screen.findByText('A vector'));
  fireEvent.change(screen.getByLabelText('Vector, as JSON'), { target: { value: '[1, 2' } });
  await user.click(screen.getByRole('button', { name: 'Search' }));
  expect(await screen.findByText('This is not a vector as JSON')).toBeVisible();
  fireEvent.change(screen.getByLabelText('Vector, as JSON'), { target: { value: '[1, 2]' } });
  await user.click(screen.getByRole('button', { name: 'Search' }));
  expect(await screen.findByText(/value must be 8 values/)).toBeVisible();
  fireEvent.change(screen.getByLabelText('Vector, as JSON'), { target: { value: '[1, 0, 0, 0, 0, 0, 0, 1]' } });
  await user.click(screen.getByRole('button', { name: 'Search' }));
  expect(await screen.findByText(/graph, 1,043 compared/)).toBeVisible();
});

test('Recall_is_measured_and_says_what_to_choose', async () => {
  const { user } = renderConsole('/vectors/films?tab=recall');
  await user.click(await screen.findByRole('button', { name: 'Measure' }));
  expect(await screen.findByText('ef 64 finds 95% and is 26.3 times as fast as an exact search.')).toBeVisible();
  expect(screen.getByRole('row', { name: /^256 0\.985/ })).toBeVisible();
  expect(screen.getByRole('img', { name: /Line chart of recall against time, from 88% to 99%/ })).toBeVisible();
});

test('A_collection_without_records_says_what_to_do', async () => {
  const name = encodeURIComponent('streaming-titles@streaming-collaborative@7:64');
  const { user } = renderConsole(`/vectors/${name}`);
  expect(await screen.findByText('There is no record here')).toBeVisible();
  await user.click(screen.getByRole('link', { name: 'Recall' }));
  await user.click(await screen.findByRole('button', { name: 'Measure' }));
  expect(await screen.findByText('No record has this vector, so there is nothing to measure.')).toBeVisible();
  await user.click(screen.getByRole('link', { name: 'Schema' }));
  expect(await screen.findByText('the disk is full')).toBeVisible();
  expect(screen.getByText('The schema has no payload fields')).toBeVisible();
});

test('A_collection_that_is_not_there_is_said_so', async () => {
  renderConsole('/vectors/none');
  expect(await screen.findByText("There is no collection 'none'")).toBeVisible();
});
