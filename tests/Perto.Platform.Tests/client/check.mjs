// Uses the doubles of services of language models with the vendors' own clients and checks the answers. Arguments: the addresses of OpenAI's, Cohere's and
// Jina's double; each takes the key "key". The doubles are right as far as this passes; Jina documents its embeddings as OpenAI's form.
import assert from 'node:assert/strict';
import { CohereClientV2, CohereError } from 'cohere-ai';
import OpenAI from 'openai';

const [openaiAddress, cohereAddress, jinaAddress] = process.argv.slice(2);
const openai = new OpenAI({ apiKey: 'key', baseURL: `${openaiAddress}v1`, maxRetries: 0 });
const jina = new OpenAI({ apiKey: 'key', baseURL: `${jinaAddress}v1`, maxRetries: 0 });
const cohere = new CohereClientV2({ token: 'key', environment: cohereAddress.replace(/\/$/, ''), baseUrl: cohereAddress.replace(/\/$/, ''), maxRetries: 0 });

const length = (vector) => Math.hypot(...vector);
const tools = [{ type: 'function', function: { name: 'weather', description: 'How warm it is', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];

const steps = {
  async 'openai embeds, in base64 and in numbers alike'() {
    const packed = await openai.embeddings.create({ model: 'text-embedding-3-small', input: ['heat', 'two words'], dimensions: 256 });
    const plain = await openai.embeddings.create({ model: 'text-embedding-3-small', input: ['heat', 'two words'], dimensions: 256, encoding_format: 'float' });
    assert.deepEqual(packed.data.map((one) => [one.index, one.embedding.length]), [[0, 256], [1, 256]]);
    packed.data[1].embedding.forEach((x, i) => assert.ok(Math.abs(x - plain.data[1].embedding[i]) < 1e-6));
    assert.ok(Math.abs(length(packed.data[0].embedding) - 1) < 1e-5);
    assert.deepEqual(packed.usage, { prompt_tokens: 3, total_tokens: 3 });
  },

  async 'openai answers in words, whole and streamed'() {
    const messages = [{ role: 'user', content: 'hello you' }];
    const whole = await openai.chat.completions.create({ model: 'gpt-4o-mini', messages });
    assert.equal(whole.choices[0].message.content, 'You said: hello you');
    assert.equal(whole.choices[0].finish_reason, 'stop');
    const stream = await openai.chat.completions.create({ model: 'gpt-4o-mini', messages, stream: true, stream_options: { include_usage: true } });
    let text = '';
    let usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? '';
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, 'You said: hello you');
    assert.equal(usage.total_tokens, 6);
  },

  async 'openai asks for a function, whole and streamed'() {
    const messages = [{ role: 'user', content: 'Paris' }];
    const whole = await openai.chat.completions.create({ model: 'gpt-4o-mini', messages, tools });
    assert.deepEqual(JSON.parse(whole.choices[0].message.tool_calls[0].function.arguments), { city: 'Paris' });
    const streamed = await openai.chat.completions.stream({ model: 'gpt-4o-mini', messages, tools }).finalChatCompletion();
    assert.equal(streamed.choices[0].finish_reason, 'tool_calls');
    assert.deepEqual(JSON.parse(streamed.choices[0].message.tool_calls[0].function.arguments), { city: 'Paris' });
  },

  async 'openai refuses a wrong key and too many texts'() {
    const stranger = new OpenAI({ apiKey: 'wrong', baseURL: `${openaiAddress}v1`, maxRetries: 0 });
    await assert.rejects(stranger.embeddings.create({ model: 'm', input: 'x' }), (fault) => fault instanceof OpenAI.AuthenticationError && fault.code === 'invalid_api_key');
    await assert.rejects(openai.embeddings.create({ model: 'm', input: Array(2049).fill('x') }), OpenAI.BadRequestError);
  },

  async 'cohere embeds'() {
    const answer = await cohere.embed({ model: 'embed-v4.0', inputType: 'search_query', texts: ['heat', 'two words'], embeddingTypes: ['float'], outputDimension: 256 });
    assert.deepEqual(answer.embeddings.float.map((vector) => vector.length), [256, 256]);
    assert.equal(answer.meta.billedUnits.inputTokens, 3);
    assert.deepEqual(answer.texts, ['heat', 'two words']);
  },

  async 'cohere re-ranks'() {
    const answer = await cohere.rerank({ model: 'rerank-v3.5', query: 'heist in paris', documents: ['dogs', 'a heist in paris', 'paris'], topN: 2 });
    assert.deepEqual(answer.results.map((one) => one.index), [1, 2]);
    assert.equal(answer.results[0].relevanceScore, 1);
    assert.equal(answer.meta.billedUnits.searchUnits, 1);
  },

  async 'cohere refuses too many texts'() {
    await assert.rejects(
      cohere.embed({ model: 'embed-v4.0', inputType: 'search_document', texts: Array(97).fill('x'), embeddingTypes: ['float'] }),
      (fault) => fault instanceof CohereError && fault.statusCode === 400 && /at most 96/.test(JSON.stringify(fault.body)),
    );
  },

  async 'jina embeds in the form of openai'() {
    const answer = await jina.embeddings.create({ model: 'jina-embeddings-v3', input: ['heat', 'two words'], dimensions: 64, encoding_format: 'float' });
    assert.deepEqual(answer.data.map((one) => one.embedding.length), [64, 64]);
    assert.equal(answer.usage.total_tokens, 3);
  },
};

for (const [name, step] of Object.entries(steps)) {
  await step();
  console.log(name);
}
