// Uses a service with the vendor's own client and checks every answer. Arguments: its address, its key.
// The double that the tests of the connector use is right as far as this passes.
import assert from 'node:assert/strict';
import { Errors, Pinecone } from '@pinecone-database/pinecone';

const [address, apiKey] = process.argv.slice(2);
const pinecone = new Pinecone({ apiKey, controllerHostUrl: address, maxRetries: 0 });

const ids = (records) => Object.keys(records).sort();
const rejects = (call, type, words) =>
  assert.rejects(call, (fault) => {
    assert.ok(fault instanceof type, `${fault.name}: ${fault.message}`);
    assert.match(fault.message, words);
    return true;
  });

const steps = {
  async 'an index is made, listed and described'() {
    const spec = { serverless: { cloud: 'aws', region: 'us-east-1' } };
    await pinecone.createIndex({ name: 'films', dimension: 3, metric: 'cosine', spec, waitUntilReady: true });
    const { indexes } = await pinecone.listIndexes();
    assert.deepEqual(indexes.map((index) => index.name), ['films']);
    const index = await pinecone.describeIndex('films');
    assert.deepEqual([index.dimension, index.metric, index.vectorType, index.status], [3, 'cosine', 'dense', { ready: true, state: 'Ready' }]);
    assert.deepEqual([index.spec.serverless.cloud, index.spec.serverless.region], ['aws', 'us-east-1']);
    assert.ok(index.host.startsWith(address.replace(/\/$/, '')));
    await rejects(pinecone.createIndex({ name: 'films', dimension: 3, metric: 'cosine', spec }), Errors.PineconeConflictError, /already exists/);
    await rejects(pinecone.createIndex({ name: 'Not a name', dimension: 3, spec }), Errors.PineconeBadRequestError, /Name must consist/);
    await rejects(pinecone.describeIndex('nothing'), Errors.PineconeNotFoundError, /404/);
  },

  async 'records are written and read back'({ films }) {
    await films.upsert({
      records: [
        { id: 'heat', values: [1, 0, 0], metadata: { genre: 'crime', year: 1995, seen: true, tags: ['heist', 'la'] } },
        { id: 'alien', values: [0, 1, 0], metadata: { genre: 'horror', year: 1979, seen: false, tags: ['space'] } },
        { id: 'up', values: [0.6, 0.8, 0], metadata: { year: 2009.5 } },
      ],
    });
    const { records, namespace } = await films.fetch({ ids: ['heat', 'up', 'nobody'] });
    assert.equal(namespace, 'tenant');
    assert.deepEqual(ids(records), ['heat', 'up']);
    assert.deepEqual(records.heat.values, [1, 0, 0]);
    assert.deepEqual(records.heat.metadata, { genre: 'crime', year: 1995, seen: true, tags: ['heist', 'la'] });
    assert.deepEqual(records.up.metadata, { year: 2009.5 });
  },

  async 'what the service does not take is refused'({ films }) {
    const bad = Errors.PineconeBadRequestError;
    await rejects(films.upsert({ records: [{ id: 'a', values: [1, 0] }] }), bad, /dimension 2 does not match the dimension of the index 3/);
    await rejects(films.upsert({ records: [{ id: 'a', values: [0, 0, 0] }] }), bad, /at least one non-zero value/);
    await rejects(films.upsert({ records: [{ id: 'a', values: [1, 0, 0], metadata: { nested: { a: 1 } } }] }), bad, /Metadata value must be/);
    await rejects(films.upsert({ records: [{ id: 'a', values: [1, 0, 0], metadata: { big: 'x'.repeat(41_000) } }] }), bad, /limit of 40960 bytes/);
    await rejects(films.upsert({ records: [{ id: 'ação', values: [1, 0, 0] }] }), bad, /ASCII/);
    await rejects(films.query({ vector: [1, 0], topK: 1 }), bad, /dimension/);
    await rejects(films.query({ vector: [1, 0, 0], topK: 10_001 }), bad, /TopK|topK/i);
    await rejects(films.query({ vector: [1, 0, 0], topK: 1, filter: { year: { $gt: 'now' } } }), bad, /\$gt/);
    await rejects(films.query({ vector: [1, 0, 0], topK: 1, filter: { $not: { year: 1 } } }), bad, /Only \$and and \$or/);
  },

  async 'the nearest come first, with what was asked for'({ films }) {
    const { matches, namespace } = await films.query({ vector: [1, 0, 0], topK: 2, includeValues: true, includeMetadata: true });
    assert.equal(namespace, 'tenant');
    assert.deepEqual(matches.map((match) => match.id), ['heat', 'up']);
    assert.ok(Math.abs(matches[0].score - 1) < 1e-6 && Math.abs(matches[1].score - 0.6) < 1e-6);
    assert.deepEqual(matches[0].values, [1, 0, 0]);
    assert.equal(matches[0].metadata.genre, 'crime');
    const bare = await films.query({ vector: [1, 0, 0], topK: 1 });
    assert.deepEqual([bare.matches[0].metadata, bare.matches[0].values.length], [undefined, 0]);
    const near = await films.query({ id: 'alien', topK: 1 });
    assert.equal(near.matches[0].id, 'alien');
  },

  async 'filters say which'({ films }) {
    const found = async (filter) => (await films.query({ vector: [1, 1, 1], topK: 10, filter })).matches.map((match) => match.id).sort();
    assert.deepEqual(await found({ genre: 'crime' }), ['heat']);
    assert.deepEqual(await found({ genre: { $eq: 'crime' } }), ['heat']);
    assert.deepEqual(await found({ $and: [{ genre: { $ne: 'crime' } }, { genre: { $exists: true } }] }), ['alien']);
    assert.deepEqual(await found({ genre: { $exists: false } }), ['up']);
    assert.deepEqual(await found({ year: { $gte: 1979, $lt: 2000 } }), ['alien', 'heat']);
    assert.deepEqual(await found({ year: { $in: [1995, 2009.5] } }), ['heat', 'up']);
    assert.deepEqual(await found({ tags: 'la' }), ['heat']);
    assert.deepEqual(await found({ tags: { $in: ['la', 'space'] } }), ['alien', 'heat']);
    assert.deepEqual(await found({ $and: [{ tags: { $nin: ['la'] } }, { tags: { $exists: true } }] }), ['alien']);
    assert.deepEqual(await found({ seen: true }), ['heat']);
    assert.deepEqual(await found({ $or: [{ seen: false }, { year: { $gt: 2000 } }] }), ['alien', 'up']);
  },

  async 'records are changed in parts'({ films }) {
    await films.update({ id: 'up', values: [0, 0, 1], metadata: { genre: 'family' } });
    const { records } = await films.fetch({ ids: ['up'] });
    assert.deepEqual([records.up.values, records.up.metadata], [[0, 0, 1], { year: 2009.5, genre: 'family' }]);
    await films.update({ filter: { year: { $lt: 2000 } }, metadata: { old: true } });
    assert.deepEqual(ids((await films.fetchByMetadata({ filter: { old: true } })).records), ['alien', 'heat']);
    await films.update({ id: 'nobody', metadata: { genre: 'x' } });
  },

  async 'records are read by their metadata, page by page'({ films }) {
    const seen = [];
    let paginationToken;
    do {
      const page = await films.fetchByMetadata({ filter: { year: { $gt: 0 } }, limit: 2, paginationToken });
      assert.ok(Object.keys(page.records).length <= 2);
      seen.push(...Object.values(page.records).map((record) => record.id));
      paginationToken = page.pagination?.next;
    } while (paginationToken);
    assert.deepEqual(seen.sort(), ['alien', 'heat', 'up']);
  },

  async 'ids are listed in order, page by page'({ films }) {
    const first = await films.listPaginated({ limit: 2 });
    assert.deepEqual(first.vectors.map((vector) => vector.id), ['alien', 'heat']);
    const second = await films.listPaginated({ limit: 2, paginationToken: first.pagination.next });
    assert.deepEqual([second.vectors.map((vector) => vector.id), second.pagination], [['up'], undefined]);
    const some = await films.listPaginated({ prefix: 'he' });
    assert.deepEqual(some.vectors.map((vector) => vector.id), ['heat']);
  },

  async 'namespaces are apart and counted'({ index, films }) {
    await index.namespace('other').upsert({ records: [{ id: 'heat', values: [0, 0, 1] }] });
    const stats = await index.describeIndexStats();
    assert.deepEqual([stats.dimension, stats.totalRecordCount, stats.namespaces.tenant.recordCount, stats.namespaces.other.recordCount], [3, 4, 3, 1]);
    const { namespaces } = await index.listNamespaces();
    assert.deepEqual(namespaces.map((each) => [each.name, Number(each.recordCount)]), [['other', 1], ['tenant', 3]]);
    assert.equal(Number((await index.describeNamespace('tenant')).recordCount), 3);
    assert.deepEqual((await films.fetch({ ids: ['heat'] })).records.heat.values, [1, 0, 0]);
    await index.deleteNamespace('other');
    await rejects(index.describeNamespace('other'), Errors.PineconeNotFoundError, /404/);
  },

  async 'records are deleted by id, by filter and all'({ films, index }) {
    await films.deleteOne({ id: 'up' });
    await films.deleteMany({ filter: { genre: 'horror' } });
    assert.deepEqual(ids((await films.fetch({ ids: ['heat', 'alien', 'up'] })).records), ['heat']);
    await films.deleteMany({ ids: ['heat', 'nobody'] });
    await films.upsert({ records: [{ id: 'a', values: [1, 0, 0] }] });
    await films.deleteAll();
    await rejects(films.deleteAll(), Errors.PineconeNotFoundError, /404/);
    assert.equal((await index.describeIndexStats()).totalRecordCount, 0);
    assert.deepEqual((await films.query({ vector: [1, 0, 0], topK: 1 })).matches, []);
  },

  async 'sparse vectors stand beside dense ones where the metric is the inner product'() {
    await pinecone.createIndex({ name: 'hybrid', dimension: 2, metric: 'dotproduct', spec: { serverless: { cloud: 'aws', region: 'us-east-1' } } });
    const { host } = await pinecone.describeIndex('hybrid');
    const hybrid = pinecone.index({ name: 'hybrid', host });
    await hybrid.upsert({ records: [{ id: 'a', values: [1, 1], sparseValues: { indices: [3, 9], values: [0.5, 2] } }] });
    assert.deepEqual((await hybrid.fetch({ ids: ['a'] })).records.a.sparseValues, { indices: [3, 9], values: [0.5, 2] });
    const { matches } = await hybrid.query({ vector: [1, 2], sparseVector: { indices: [9, 10], values: [3, 1] }, topK: 1 });
    assert.equal(matches[0].score, 9);
    await pinecone.deleteIndex('hybrid');
    await rejects(pinecone.describeIndex('hybrid'), Errors.PineconeNotFoundError, /404/);
  },

  async 'a key that is not the one is refused'({ host }) {
    const stranger = new Pinecone({ apiKey: 'wrong', controllerHostUrl: address, maxRetries: 0 });
    await rejects(stranger.listIndexes(), Errors.PineconeAuthorizationError, /API key you provided was rejected/);
    await rejects(stranger.index({ name: 'films', host }).query({ vector: [1, 0, 0], topK: 1 }), Errors.PineconeAuthorizationError, /rejected/);
  },
};

const context = {};
for (const [name, step] of Object.entries(steps)) {
  try {
    await step(context);
  } catch (fault) {
    console.error(`failed: ${name}\n${fault.stack}`);
    process.exit(1);
  }
  console.log(name);
  if (!context.host) {
    context.host = (await pinecone.describeIndex('films')).host;
    context.index = pinecone.index({ name: 'films', host: context.host });
    context.films = context.index.namespace('tenant');
  }
}
