// Runs OpenAI's official client against a server of Perto: PERTO_URL is its address.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: `${process.env.PERTO_URL.replace(/\/$/, "")}/v1`, apiKey: process.env.PERTO_KEY, maxRetries: 0 });
const length = (vector) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

test("texts get vectors in their order, which the client asks for as base64 and decodes", async () => {
  const answer = await client.embeddings.create({ model: "builtin", input: ["a heist in Los Angeles", "a balloon"] });
  assert.equal(answer.object, "list");
  assert.deepEqual(answer.data.map((item) => item.index), [0, 1]);
  assert.equal(answer.data[0].embedding.length, 384);
  assert.ok(Math.abs(length(answer.data[0].embedding) - 1) < 1e-5);
  assert.equal(typeof answer.usage.total_tokens, "number");
});

test("numbers are the same as base64", async () => {
  const packed = await client.embeddings.create({ model: "builtin", input: "a balloon" });
  const plain = await client.embeddings.create({ model: "builtin", input: "a balloon", encoding_format: "float", user: "ana" });
  assert.deepEqual(packed.data[0].embedding, plain.data[0].embedding.map(Math.fround));
});

test("what is refused comes as the client's own error with words", async () => {
  await assert.rejects(client.embeddings.create({ model: "builtin", input: ["fine", " "] }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.match(error.message, /texts\[1\] must be a text that is not empty/);
    assert.equal(error.code, "invalid_value");
    return true;
  });
});

test("a model that the server does not offer is told with those that it does", async () => {
  await assert.rejects(client.embeddings.create({ model: "text-embedding-3-small", input: "a" }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.match(error.message, /builtin/);
    return true;
  });
});

test("a key that nobody has is refused with 401", async () => {
  await assert.rejects(new OpenAI({ baseURL: client.baseURL, apiKey: "pk_nobody", maxRetries: 0 }).embeddings.create({ model: "builtin", input: "a" }), OpenAI.AuthenticationError);
});
