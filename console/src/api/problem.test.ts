import { expect, test } from 'vitest';
import { Problem } from './problem.ts';

test('A_problem_keeps_the_words_and_the_trace_of_the_server', () => {
  const answer = new Response(null, { status: 400, statusText: 'Bad Request' });
  const problem = Problem.fromAnswer({ title: 'n must be between 1 and 500', code: 'invalid_value', trace_id: 'abc' }, answer);
  expect(problem).toMatchObject({ message: 'n must be between 1 and 500', status: 400, code: 'invalid_value', traceId: 'abc', unreachable: false });
});

test.for(['<html>', undefined, { title: 7 }])('An_answer_that_is_no_problem_document_still_has_its_status: %j', (body) => {
  const problem = Problem.fromAnswer(body, new Response(null, { status: 502, statusText: 'Bad Gateway' }));
  expect(problem).toMatchObject({ message: '502 Bad Gateway', status: 502, traceId: null });
});
