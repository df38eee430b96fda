import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { KeyDraft } from '../api/types.ts';
import { problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

test('The_keys_stand_with_what_they_allow', async () => {
  renderConsole('/operations?tab=keys');
  const site = await screen.findByRole('row', { name: /^film site/ });
  expect(site).toHaveTextContent('perto_sample02…');
  expect(site).toHaveTextContent('streaming:write vectors:read');
  expect(within(site).getByText('active')).toBeVisible();
  expect(await screen.findByText(/This server is in local mode/)).toBeVisible();
});

test('A_key_is_made_and_shown_once', async () => {
  const drafts: Promise<KeyDraft>[] = [];
  const { user } = renderConsole('/operations?tab=keys', {
    answer: (request) => {
      if (request.method === 'POST') drafts.push(request.clone().json() as Promise<KeyDraft>);
      return undefined;
    },
  });
  const form = within(await screen.findByRole('region', { name: 'Make a key' }));
  await user.type(form.getByRole('textbox', { name: /^Name/ }), 'app');
  await user.type(form.getByRole('textbox', { name: /^Scopes in one module/ }), 'vectors:write');
  await user.selectOptions(form.getByRole('combobox', { name: 'Expires' }), 'in 30 days');
  await user.click(form.getByRole('button', { name: 'Make a key' }));
  const made = within(await screen.findByRole('region', { name: 'The new key “app”' }));
  expect(made.getByText('perto_sample03-secret')).toBeVisible();
  expect(made.getByRole('button', { name: 'Copy the key' })).toHaveFocus();
  expect(await Promise.all(drafts)).toEqual([{ name: 'app', scopes: ['read', 'vectors:write'], expires_in_seconds: 2_592_000 }]);
  expect(await screen.findByRole('row', { name: /^app/ })).toBeVisible();
  await user.click(made.getByRole('button', { name: 'I have it, hide it' }));
  expect(screen.queryByText('perto_sample03-secret')).not.toBeInTheDocument();
});

test('A_key_is_replaced_and_revoked_after_a_question', async () => {
  const { user, requests } = renderConsole('/operations?tab=keys');
  await user.click(await screen.findByRole('button', { name: 'Replace: film site' }));
  await user.click(within(await screen.findByRole('dialog', { name: 'Replace the key “film site”?' })).getByRole('button', { name: 'Replace' }));
  expect(await screen.findByText('perto_sample03-secret')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Revoke: first' }));
  await user.click(within(await screen.findByRole('dialog', { name: 'Revoke the key “first”?' })).getByRole('button', { name: 'Revoke' }));
  expect(await screen.findByText('revoked')).toBeVisible();
  expect(requests).toContain('POST /v1/keys/k2/rotate');
  expect(requests).toContain('DELETE /v1/keys/k1');
});

test('Why_no_key_was_made_stands_at_the_form', async () => {
  const { user } = renderConsole('/operations?tab=keys', {
    answer: (request) => (request.method === 'POST' ? problemAnswer(403, 'You can give only scopes that you have', 'abc') : undefined),
  });
  await user.type(await screen.findByRole('textbox', { name: /^Name/ }), 'app');
  await user.click(screen.getByRole('button', { name: 'Make a key' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('You can give only scopes that you have');
});
