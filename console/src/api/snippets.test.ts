import { expect, test } from 'vitest';
import { asCommand, asCSharp, asCurl, requestPath } from './snippets.ts';

test('A_path_leaves_out_what_is_not_given_and_encodes_what_is', () => {
  expect(requestPath('/v1/x', { q: 'Tom & Jerry', limit: 5, cursor: undefined })).toBe('/v1/x?q=Tom+%26+Jerry&limit=5');
  expect(requestPath('/v1/x')).toBe('/v1/x');
});

test('A_quote_in_an_address_cannot_end_the_shell_word', () => {
  expect(asCurl('http://h', "/v1/o'clock")).toBe(String.raw`curl 'http://h/v1/o'\''clock'`);
});

test('A_quote_in_an_address_cannot_end_the_CSharp_string', () => {
  expect(asCSharp('http://h', '/v1/"x"')).toContain(String.raw`("/v1/\"x\"")`);
});

test('A_request_with_a_body_is_posted_as_JSON', () => {
  const body = { id: "o'clock", filter: { year: { $gte: 1990 } } };
  expect(asCurl('http://h', '/v1/x', body)).toBe(
    String.raw`curl 'http://h/v1/x' -H 'Content-Type: application/json' -d '{"id":"o'\''clock","filter":{"year":{"$gte":1990}}}'`,
  );
  expect(asCSharp('http://h', '/v1/x', body)).toContain(JSON.stringify(JSON.stringify(body)));
});

test('A_command_quotes_what_a_shell_would_take_apart', () => {
  expect(asCommand('vectors', 'search', 'shop/eu@v1:2', '--k', 5, '--filter', '{"a": 1}')).toBe(
    `perto vectors search shop/eu@v1:2 --k 5 --filter '{"a": 1}'`,
  );
});
