// The official client of Qdrant against the server of QDRANT_URL, which is the double that Perto's tests use: what the client reads from
// its answers must be what the client's types promise, and what Qdrant refuses must come back as the errors that the client knows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { QdrantClient } from '@qdrant/js-client-rest';

const client = new QdrantClient({ url: process.env.QDRANT_URL, apiKey: process.env.QDRANT_KEY, checkCompatibility: false });
const films = 'client-films';
const uuid = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const points = [
  { id: 1, vector: { plot: [1, 0], words: { indices: [1, 7], values: [2, 1] } }, payload: { name: 'heat', year: 1995, tags: ['crime', 'la'], at: { lat: 34, lon: -118 }, seen: '2024-01-02T03:04:05Z' } },
  { id: 2, vector: { plot: [0.8, 0.6] }, payload: { name: 'ran', year: 1985, tags: [] } },
  { id: uuid(3), vector: { plot: [0, 2], words: { indices: [7], values: [5] } }, payload: { name: 'alien', year: 1979, flag: true } },
  { id: uuid(4), vector: {}, payload: { name: 'bare' } },
];

const refuses = async (status, text, call) => {
  await assert.rejects(call, (error) => {
    assert.equal(error.status ?? error.response?.status, status, error.message);
    assert.match(JSON.stringify(error.data ?? error.message), text);
    return true;
  });
};

before(async () => {
  assert.equal(
    await client.createCollection(films, {
      vectors: { plot: { size: 2, distance: 'Cosine' }, far: { size: 3, distance: 'Euclid' } },
      sparse_vectors: { words: {} },
    }),
    true,
  );
  const written = await client.upsert(films, { wait: true, points });
  assert.equal(written.status, 'completed');
  assert.equal(typeof written.operation_id, 'number');
});

after(async () => {
  assert.equal(await client.deleteCollection(films), true);
  assert.equal(await client.deleteCollection(films), false);
});

test('tells its version', async () => assert.match((await client.versionInfo()).version, /^\d+\.\d+\.\d+$/));

test('lists and describes collections', async () => {
  assert.ok((await client.getCollections()).collections.some(({ name }) => name === films));
  assert.deepEqual(await client.collectionExists(films), { exists: true });
  assert.deepEqual(await client.collectionExists('nothing'), { exists: false });
  const info = await client.getCollection(films);
  assert.equal(info.status, 'green');
  assert.equal(info.points_count, 4);
  assert.equal(info.config.params.vectors.plot.size, 2);
});

test('refuses what a server refuses', async () => {
  await refuses(409, /already exists/, client.createCollection(films, { vectors: { plot: { size: 2, distance: 'Cosine' } } }));
  await refuses(404, /doesn't exist/, client.getCollection('nothing'));
  await refuses(404, /doesn't exist/, client.count('nothing'));
  await refuses(400, /Vector dimension error: expected dim: 2, got 3/, client.upsert(films, { points: [{ id: 9, vector: { plot: [1, 2, 3] } }] }));
  await refuses(400, /Not existing vector name error: colour/, client.upsert(films, { points: [{ id: 9, vector: { colour: [1, 2] } }] }));
  await refuses(400, /not a valid point ID/, client.upsert(films, { points: [{ id: 'heat', vector: { plot: [1, 2] } }] }));
  await refuses(400, /Not existing vector name error/, client.query(films, { query: [1, 0] }));
  await refuses(400, /Vector dimension error/, client.query(films, { query: [1], using: 'plot' }));
  await refuses(404, /No point with id 99 found/, client.setPayload(films, { payload: { a: 1 }, points: [99] }));
  await refuses(400, /Condition/, client.count(films, { filter: { must: [{ key: 'year', nearly: 1995 }] } }));
  assert.equal((await client.count(films)).count, 4);
});

test('gives points back', async () => {
  const [heat, alien] = await client.retrieve(films, { ids: [1, uuid(3), 77], with_vector: true });
  assert.deepEqual(heat.payload, points[0].payload);
  assert.deepEqual(heat.vector.words, { indices: [1, 7], values: [2, 1] });
  assert.deepEqual(alien.vector.plot, [0, 1]); // a cosine vector is kept at length 1
  const [bare] = await client.retrieve(films, { ids: [uuid(4)], with_payload: false, with_vector: true });
  assert.equal(bare.payload, null);
  assert.deepEqual(bare.vector, {});
});

test('scrolls in the order of ids, numbers first', async () => {
  const first = await client.scroll(films, { limit: 3, with_payload: ['name'] });
  assert.deepEqual(first.points.map(({ payload }) => payload), [{ name: 'heat' }, { name: 'ran' }, { name: 'alien' }]);
  assert.equal(first.next_page_offset, uuid(4));
  const last = await client.scroll(films, { limit: 3, offset: first.next_page_offset });
  assert.deepEqual(last.points.map(({ id }) => id), [uuid(4)]);
  assert.equal(last.next_page_offset, null);
});

test('filters', async () => {
  const names = async (filter) => (await client.scroll(films, { filter, limit: 10 })).points.map(({ payload }) => payload.name);
  assert.deepEqual(await names({ must: [{ key: 'year', range: { gte: 1985, lt: 1995 } }] }), ['ran']);
  assert.deepEqual(await names({ must_not: [{ key: 'year', range: { gte: 1985 } }] }), ['alien', 'bare']);
  assert.deepEqual(await names({ should: [{ key: 'tags', match: { value: 'la' } }, { key: 'flag', match: { value: true } }] }), ['heat', 'alien']);
  assert.deepEqual(await names({ must: [{ key: 'name', match: { any: ['ran', 'bare'] } }] }), ['ran', 'bare']);
  assert.deepEqual(await names({ must: [{ key: 'name', match: { except: ['ran', 'bare'] } }] }), ['heat', 'alien']);
  assert.deepEqual(await names({ must: [{ is_empty: { key: 'tags' } }] }), ['ran', 'alien', 'bare']);
  assert.deepEqual(await names({ must: [{ is_null: { key: 'tags' } }] }), []);
  assert.deepEqual(await names({ must: [{ has_id: [2, uuid(4)] }] }), ['ran', 'bare']);
  assert.deepEqual(await names({ must: [{ has_vector: 'words' }] }), ['heat', 'alien']);
  assert.deepEqual(await names({ must: [{ key: 'at.lat', range: { gt: 33 } }] }), ['heat']);
  assert.deepEqual(await names({ must: [{ key: 'at', geo_radius: { center: { lat: 34, lon: -118 }, radius: 1 } }] }), ['heat']);
  assert.deepEqual(await names({ must: [{ key: 'seen', range: { gte: '2024-01-01T00:00:00Z' } }] }), ['heat']);
  assert.deepEqual(await names({ must: [{ should: [{ key: 'year', range: { lt: 1980 } }, { must_not: [{ key: 'year', range: { gt: 0 } }] }] }] }), ['alien', 'bare']);
});

test('finds the nearest, by each kind of vector', async () => {
  const { points: near } = await client.query(films, { query: [1, 0], using: 'plot', limit: 2, with_payload: true });
  assert.deepEqual(near.map(({ id }) => id), [1, 2]);
  assert.ok(Math.abs(near[0].score - 1) < 1e-6 && Math.abs(near[1].score - 0.8) < 1e-6);
  assert.equal(near[0].payload.name, 'heat');
  const { points: worded } = await client.query(films, { query: { indices: [7], values: [1] }, using: 'words' });
  assert.deepEqual(worded.map(({ id, score }) => [id, score]), [[uuid(3), 5], [1, 1]]);
  const both = await client.queryBatch(films, {
    searches: [
      { query: [1, 0], using: 'plot', limit: 1 },
      { query: [0, 1], using: 'plot', limit: 1, filter: { must: [{ key: 'year', range: { gt: 1980 } }] }, with_vector: ['plot'] },
    ],
  });
  assert.deepEqual(both.map((answer) => answer.points.map(({ id }) => id)), [[1], [2]]);
  assert.equal(both[1].points[0].vector.plot.length, 2);
});

test('changes payload and vectors, one by one and together', async () => {
  await client.upsert(films, { points: [{ id: 50, vector: { plot: [1, 1] }, payload: { name: 'temp', year: 1 } }] });
  await client.setPayload(films, { payload: { year: 2, more: 'x' }, points: [50] });
  await client.deletePayload(films, { keys: ['more'], filter: { must: [{ has_id: [50] }] } });
  await client.updateVectors(films, { points: [{ id: 50, vector: { far: [1, 2, 3] } }] });
  let [temp] = await client.retrieve(films, { ids: [50], with_vector: true });
  assert.deepEqual(temp.payload, { name: 'temp', year: 2 });
  assert.deepEqual(Object.keys(temp.vector).sort(), ['far', 'plot']);
  const done = await client.batchUpdate(films, {
    operations: [
      { delete_vectors: { points: [50], vector: ['far'] } },
      { set_payload: { payload: { year: null }, points: [50] } },
      { overwrite_payload: { payload: { name: 'other' }, points: [50] } },
    ],
  });
  assert.deepEqual(done.map(({ status }) => status), ['completed', 'completed', 'completed']);
  [temp] = await client.retrieve(films, { ids: [50], with_vector: true });
  assert.deepEqual(temp.payload, { name: 'other' });
  assert.deepEqual(Object.keys(temp.vector), ['plot']);
  await client.clearPayload(films, { points: [50] });
  await client.delete(films, { points: [50, 51] });
  assert.equal((await client.count(films, { exact: true })).count, 4);
});

test('indexes payload', async () => {
  assert.equal((await client.createPayloadIndex(films, { field_name: 'year', field_schema: 'integer', wait: true })).status, 'completed');
  assert.equal((await client.getCollection(films)).payload_schema.year.data_type, 'integer');
  await client.deletePayloadIndex(films, 'year', { wait: true });
  assert.deepEqual((await client.getCollection(films)).payload_schema, {});
});

test('asks for the key', async () => {
  const stranger = new QdrantClient({ url: process.env.QDRANT_URL, checkCompatibility: false });
  await refuses(401, /./, stranger.getCollections());
});
