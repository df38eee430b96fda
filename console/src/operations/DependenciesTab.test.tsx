import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderConsole } from '../testing/renderConsole.tsx';

test('A_service_that_does_not_answer_says_why_and_how_often_it_was_done_without', async () => {
  renderConsole('/operations?tab=dependencies');
  const redis = await screen.findByRole('row', { name: /^redis/ });
  expect(redis).toHaveTextContent('down');
  expect(redis).toHaveTextContent('did not answer within 250 ms');
  expect(redis).toHaveTextContent('1,204');
  expect(redis.querySelector('time')).not.toBeNull();
  expect(await screen.findByRole('row', { name: /^qdrant/ })).toHaveTextContent('up');
});

test('Where_everything_is_embedded_that_is_said', async () => {
  renderConsole('/operations?tab=dependencies', {
    answer: (request) => (request.url.endsWith('/v1/dependencies') ? Response.json({ items: [], next_cursor: null }) : undefined),
  });
  expect(await screen.findByText('Everything is embedded')).toBeVisible();
});
