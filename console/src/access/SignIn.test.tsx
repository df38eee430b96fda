import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { overviewAt } from '../../mock/overview.ts';
import { now, problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

const good = 'perto_good';

/** A server in keys mode that knows one key. */
function guard(request: Request): Response | undefined {
  const sent = request.headers.get('Authorization');
  if (sent === null) return problemAnswer(401, 'Send an API key', 'abc');
  if (sent !== `Bearer ${good}`) return problemAnswer(401, 'Nobody has this key', 'abc');
  const { pathname } = new URL(request.url);
  if (pathname === '/v1/keys/me') return Response.json({ tenant: 'acme', actor: 'k1', scopes: ['read'], key: { name: 'film site' } });
  return pathname === '/v1/overview' ? Response.json({ ...overviewAt(now, now, 0), access: 'keys' }) : undefined;
}

test('Without_a_key_the_console_asks_for_one_and_tells_who_came_in', async () => {
  const { user } = renderConsole('/vectors', { answer: guard });
  await user.type(await screen.findByLabelText('API key'), good);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByRole('row', { name: /^films/ })).toBeVisible();
  expect(await screen.findByText('film site')).toBeVisible();
  expect(window.sessionStorage.getItem('perto-key')).toBe(good);
  expect(JSON.stringify(window.localStorage)).not.toContain(good);
});

test('A_key_that_nobody_has_is_refused_in_the_words_of_the_server_and_not_kept', async () => {
  const { user } = renderConsole('/vectors', { answer: guard });
  await user.type(await screen.findByLabelText('API key'), 'perto_wrong{Enter}');
  expect(await screen.findByText('Nobody has this key')).toBeVisible();
  expect(screen.getByLabelText('API key')).toBeInvalid();
  expect(window.sessionStorage.getItem('perto-key')).toBeNull();
});

test('Signing_out_forgets_the_key_and_what_it_showed', async () => {
  const { user } = renderConsole('/vectors', { answer: guard });
  await user.type(await screen.findByLabelText('API key'), `${good}{Enter}`);
  await user.click(await screen.findByRole('button', { name: 'Sign out' }));
  expect(await screen.findByLabelText('API key')).toHaveValue('');
  expect(screen.queryByText('film site')).not.toBeInTheDocument();
  await waitFor(() => expect(window.sessionStorage.getItem('perto-key')).toBeNull());
});

test('In_local_mode_only_a_note_tells_that_no_key_is_needed', async () => {
  renderConsole('/vectors');
  expect(await screen.findByText('local mode, no keys')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Sign out' })).not.toBeInTheDocument();
});
