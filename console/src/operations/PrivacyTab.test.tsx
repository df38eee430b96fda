import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

async function ask(user: ReturnType<typeof renderConsole>['user']) {
  await user.type(await screen.findByRole('textbox', { name: 'Id of the person' }), 'zoe');
  await user.click(screen.getByRole('button', { name: 'Erase…' }));
  return within(await screen.findByRole('dialog', { name: 'Erase all data of “zoe”?' }));
}

test('What_is_kept_about_people_is_listed', async () => {
  renderConsole('/operations?tab=privacy');
  expect(await screen.findByRole('row', { name: /^ratings streaming: user_id.* until deleted$/ })).toBeVisible();
  expect(screen.getByText('Erased people whose new data are refused: 2')).toBeVisible();
  expect(await screen.findByText('Nobody was erased yet')).toBeVisible();
});

test('A_person_is_erased_only_when_the_id_is_typed_again', async () => {
  const { user, requests } = renderConsole('/operations?tab=privacy');
  const question = await ask(user);
  expect(question.getByRole('button', { name: 'Erase a person' })).toBeDisabled();
  await user.type(question.getByRole('textbox'), 'zoe');
  await user.click(question.getByRole('button', { name: 'Erase a person' }));
  const receipt = await screen.findByRole('row', { name: /^erasure-1/ });
  expect(receipt).toHaveTextContent('ratings: 12');
  expect(requests).toContain('POST /v1/privacy/erasures');
});

test('Why_nobody_is_erased_stands_in_the_question', async () => {
  const { user } = renderConsole('/operations?tab=privacy', {
    answer: (request) => (request.method === 'POST' ? problemAnswer(403, 'This needs the scope admin', 'abc') : undefined),
  });
  const question = await ask(user);
  await user.type(question.getByRole('textbox'), 'zoe');
  await user.click(question.getByRole('button', { name: 'Erase a person' }));
  expect(await question.findByRole('alert')).toHaveTextContent('This needs the scope admin');
});
