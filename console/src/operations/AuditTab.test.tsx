import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

test('The_entries_are_listed_and_filtered', async () => {
  const { user, requests, router } = renderConsole('/operations?tab=audit');
  expect(await screen.findByText('keys.revoke')).toBeVisible();
  await user.type(screen.getByRole('textbox', { name: 'Action' }), 'keys.create');
  await user.click(screen.getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(screen.queryByText('keys.revoke')).not.toBeInTheDocument());
  expect(await screen.findAllByText('keys.create')).toHaveLength(2);
  expect(requests).toContain('GET /v1/audit?action=keys.create&limit=50');
  expect(router.state.location.search).toBe('?tab=audit&action=keys.create');
});

test('The_chain_is_verified_when_it_is_asked_for', async () => {
  const { user, requests } = renderConsole('/operations?tab=audit');
  await user.click(await screen.findByRole('button', { name: 'Verify the chain' }));
  expect(await screen.findByText(/Entries read: 3/)).toBeVisible();
  expect(requests).toContain('GET /v1/audit/verify');
});

test('A_chain_that_is_broken_says_where', async () => {
  const { user } = renderConsole('/operations?tab=audit', {
    answer: (request) =>
      request.url.endsWith('/verify')
        ? Response.json({ tenant: 'local', intact: false, entries: 3, first: 1, last: 3, faults: [{ sequence: 2, problem: 'its content was changed' }] })
        : undefined,
  });
  await user.click(await screen.findByRole('button', { name: 'Verify the chain' }));
  expect(await screen.findByText('2: its content was changed')).toBeVisible();
});

test('A_failure_shows_the_words_of_the_server', async () => {
  renderConsole('/operations?tab=audit', { answer: () => problemAnswer(403, 'This needs the scope admin', 'abc') });
  expect(await screen.findByText('This needs the scope admin')).toBeVisible();
});
