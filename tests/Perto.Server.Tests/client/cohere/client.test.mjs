// Runs Cohere's official client against a server of Perto: PERTO_URL is its address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CohereClient, CohereClientV2, CohereError } from "cohere-ai";

const settings = { environment: process.env.PERTO_URL, token: process.env.PERTO_KEY, clientName: "perto-check" };
const documents = ["Grass is green", "The sky is blue because air scatters light", "Why not"];

test("version 2 gives places and scores, best first", async () => {
  const answer = await new CohereClientV2(settings).rerank({
    model: "rerank-v3.5", query: "why is the sky blue", documents, topN: 2, maxTokensPerDoc: 4096,
  });
  assert.deepEqual(answer.results.map((result) => result.index), [1, 0]);
  assert.ok(answer.results[0].relevanceScore > answer.results[1].relevanceScore);
  assert.match(answer.id, /^[0-9a-f-]{36}$/);
  assert.equal(answer.meta.apiVersion.version, "2");
  assert.equal(answer.meta.billedUnits.searchUnits, 1);
});

test("what is refused comes as the client's own error with words", async () => {
  const client = new CohereClientV2({ ...settings, maxRetries: 0 });
  await assert.rejects(client.rerank({ model: "rerank-v3.5", query: " ", documents }), (error) => {
    assert.ok(error instanceof CohereError);
    assert.equal(error.statusCode, 400);
    assert.match(error.body.message, /^query must have/);
    return true;
  });
});

test("a key that nobody has is refused with 401", async () => {
  const client = new CohereClientV2({ ...settings, token: "pk_nobody", maxRetries: 0 });
  await assert.rejects(client.rerank({ model: "rerank-v3.5", query: "sky", documents }), (error) => error.statusCode === 401);
});

test("version 1 documents of the first client are taken too", async () => {
  const answer = await new CohereClient(settings).v2.rerank({ model: "rerank-v3.5", query: "sky", documents: ["no", "sky"] });
  assert.equal(answer.results[0].index, 1);
});
