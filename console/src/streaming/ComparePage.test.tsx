import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

const side = (name: RegExp) => screen.findByRole('region', { name });
const figure = (name: string) => screen.getByText(name).nextElementSibling?.textContent;

test('Two_models_make_the_page_of_one_person_at_one_moment', async () => {
  const { requests } = renderConsole('/streaming/people/15/compare');
  await side(/^A: streaming-collaborative@7 · home-ranker@4$/);
  await side(/^B: streaming-collaborative@7 · the blend, set by hand$/);
  const asked = requests.filter((request) => request.includes('/preview')).map((request) => new URL(request.slice(4), 'http://localhost').searchParams);
  expect(asked.map((query) => query.get('ranker'))).toEqual([null, 'blend']);
  expect(asked[0]?.get('at')).toBeTruthy();
  expect(asked[0]?.get('at')).toBe(asked[1]?.get('at'));
});

test('Titles_say_where_the_other_model_has_them_and_the_figures_add_up', async () => {
  const { user } = renderConsole('/streaming/people/15/compare');
  await user.click(await screen.findByRole('button', { name: /^Show all/ }));
  const a = within(await side(/^A:/)).getAllByRole('listitem');
  const b = within(await side(/^B:/)).getAllByRole('listitem');
  const onlyA = a.filter((item) => item.textContent.includes('only in A')).length;
  const onlyB = b.filter((item) => item.textContent.includes('only in B')).length;
  const both = a.length - onlyA;
  expect(b.length - onlyB).toBe(both);
  expect(both).toBeGreaterThan(0);
  expect(figure('Only in A')).toBe(String(onlyA));
  expect(figure('Only in B')).toBe(String(onlyB));
  expect(parseFloat(figure('In common, all titles') ?? '')).toBeCloseTo((100 * both) / (both + onlyA + onlyB), 1);
  const moves = a.flatMap((item) => within(item).queryAllByRole('img', { name: /(up|down) from B$|^same place$/ }).map((move) => Number(/\d+/.exec(move.textContent)?.[0] ?? 0)));
  expect(moves).toHaveLength(both);
  expect(figure('Places moved, on average')).toBe((moves.reduce((sum, move) => sum + move, 0) / both).toFixed(1));
});

test('The_same_model_twice_makes_the_same_page', async () => {
  renderConsole('/streaming/people/15/compare?b_ranker=live');
  expect(await screen.findByText('Both models make the same page.')).toBeVisible();
  expect(figure('In common, all titles')).toBe('100%');
  expect(figure('Places moved, on average')).toBe('0.0');
});

test('A_chosen_version_stands_in_the_address', async () => {
  const { router, user } = renderConsole('/streaming/people/15/compare');
  await side(/^A:/);
  await screen.findAllByRole('option', { name: 'version 6 · retired' });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Model B: Collaborative model' }), 'version 6 · retired');
  await side(/^B: streaming-collaborative@6/);
  expect(router.state.location.search).toBe('?b_collaborative=6');
});

test('A_side_that_cannot_be_made_is_said_with_the_reason_and_tried_again', async () => {
  let down = true;
  const { user } = renderConsole('/streaming/people/15/compare', {
    answer: (request) => (down && request.url.includes('ranker=blend') ? problemAnswer(500, 'The bytes of the model are damaged', 'abc') : undefined),
  });
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('The bytes of the model are damaged');
  down = false;
  await user.click(within(alert).getByRole('button', { name: 'Try again' }));
  await side(/^B:/);
});

test('A_page_that_was_made_without_a_source_says_so_on_its_side', async () => {
  renderConsole('/streaming/people/7/compare');
  expect(within(await side(/^A:/)).getByText(/trending: late/)).toBeVisible();
});
