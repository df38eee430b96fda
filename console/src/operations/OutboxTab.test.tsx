import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { problemAnswer, renderConsole } from '../testing/renderConsole.tsx';

const openTopic = '/operations?tab=outbox&topic=streaming.training';

test('The_topics_stand_with_what_waits_and_what_was_given_up', async () => {
  const { user, router } = renderConsole('/operations');
  const topics = within(await screen.findByRole('region', { name: 'Topics' }));
  expect(topics.getByRole('row', { name: /^streaming\.training 3 1 1 1 3 12 secs?$/ })).toBeVisible();
  await user.click(topics.getByRole('button', { name: 'streaming.training' }));
  const letters = await screen.findByRole('region', { name: 'Dead letters of streaming.training' });
  expect(await within(letters).findAllByText('TimeoutException: the database did not answer')).toHaveLength(2);
  expect(router.state.location.search).toBe('?topic=streaming.training');
  await user.click(within(letters).getByRole('button', { name: 'Load more' }));
  expect(await within(letters).findByRole('button', { name: 'letter-3' })).toBeVisible();
});

test('A_dead_letter_opens_with_its_payload_and_is_tried_again', async () => {
  const { user, requests } = renderConsole(openTopic);
  await user.click(await screen.findByRole('button', { name: 'letter-1' }));
  const drawer = within(await screen.findByRole('dialog', { name: 'Dead letter' }));
  expect(await drawer.findByText(/training-1/)).toBeVisible();
  await user.click(drawer.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Back in the queue: 1')).toBeVisible();
  expect(requests).toContain('POST /v1/outbox/dead-letters/letter-1/replay');
  await waitFor(() => expect(screen.queryByRole('button', { name: 'letter-1' })).not.toBeInTheDocument());
});

test('All_of_a_topic_are_tried_again_at_once', async () => {
  const { user, requests } = renderConsole(openTopic);
  await user.click(await screen.findByRole('button', { name: 'Try all again' }));
  expect(await screen.findByText('Back in the queue: 3')).toBeVisible();
  expect(requests).toContain('POST /v1/outbox/dead-letters/replay');
  expect(await screen.findByText('No message of this topic was given up')).toBeVisible();
});

test('A_message_is_discarded_only_after_a_question', async () => {
  const { user, requests } = renderConsole(`${openTopic}&letter=letter-2`);
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  const question = within(await screen.findByRole('dialog', { name: 'Discard this message?' }));
  expect(requests.some((request) => request.startsWith('DELETE'))).toBe(false);
  await user.click(question.getByRole('button', { name: 'Discard' }));
  expect(await screen.findByText('The message is discarded')).toBeVisible();
  expect(requests).toContain('DELETE /v1/outbox/dead-letters/letter-2');
});

test('Why_a_message_was_not_discarded_stands_in_the_question', async () => {
  const { user } = renderConsole(`${openTopic}&letter=letter-2`, {
    answer: (request) => (request.method === 'DELETE' ? problemAnswer(403, 'This needs the scope admin', 'abc') : undefined),
  });
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  const question = within(await screen.findByRole('dialog', { name: 'Discard this message?' }));
  await user.click(question.getByRole('button', { name: 'Discard' }));
  expect(await question.findByRole('alert')).toHaveTextContent('This needs the scope admin');
});

test('A_failure_shows_the_words_of_the_server', async () => {
  renderConsole('/operations', { answer: () => problemAnswer(400, 'The database is closed', 'abc') });
  expect(await screen.findByText('The database is closed')).toBeVisible();
});
