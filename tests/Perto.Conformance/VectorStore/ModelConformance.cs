using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Random records, filters and operations against a dictionary that does the same in the obvious way.</summary>
public abstract class ModelConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    private int _collections;

    private Model Model => new(Store.Capabilities);

    public static TheoryData<string, Metric> Fields =>
    [
        ("v", Metric.Cosine), ("v", Metric.Dot), ("v", Metric.Euclidean), ("v", Metric.Manhattan),
        ("b", Metric.Hamming), ("s", Metric.Dot), ("t", Metric.Bm25),
    ];

    [Theory, MemberData(nameof(Fields))]
    public void A_filtered_search_equals_the_naive_scan(string name, Metric metric)
    {
        Requires(CollectionSchema.Create(Model.Schema(name == "v" ? metric : Metric.Euclidean)).Needs);
        Assert.SkipUnless(Model.Vectors.Any(vector => vector.Name == name), $"{Store.Provider} does not declare the kind of {name}.");
        Gen<(VectorRecord[], Filter, VectorValue, int)> cases =
            from records in Model.Record.ArrayOf()
            from filter in Model.Filter
            from query in Model.Vectors.Single(vector => vector.Name == name).Value
            from k in Gen.Choose(1, 30)
            select (records, filter, query, k);
        Check.One(Seeds.Property(ModelCases), Prop.ForAll(cases.ToArbitrary(), example => RunAsync(example).GetAwaiter().GetResult()));

        async Task<bool> RunAsync((VectorRecord[] Records, Filter Filter, VectorValue Query, int K) example)
        {
            IVectorCollection things = await NewAsync(name == "v" ? metric : Metric.Euclidean);
            await things.UpsertAsync(example.Records);
            VectorField field = things.Schema.Vectors.Single(vector => vector.Name == name);
            Dictionary<string, VectorRecord> model = example.Records.GroupBy(r => r.Id).ToDictionary(g => g.Key, g => g.Last());

            VectorRecord[] matching = [.. model.Values.Where(r => NaiveFilter.Matches(example.Filter, r))];
            Dictionary<string, double> distances = Model.Distances(field, example.Query, model.Values);
            double[] expected = [.. matching.Where(r => distances.ContainsKey(r.Id)).Select(r => distances[r.Id]).Order().Take(example.K)];
            SearchResult result = await things.SearchAsync(new VectorQuery(name, example.Query) { K = example.K, Filter = example.Filter, Exact = true });

            // Where two distances are nearer than float can tell, either order is right: distances are compared by place, ids by their
            // distance.
            Assert.Equal(expected.Length, result.Hits.Count);
            for (int i = 0; i < expected.Length; i++)
            {
                SearchHit hit = result.Hits[i];
                Assert.Contains(matching, r => r.Id == hit.Id);
                Assert.Equal(expected[i], hit.Distance, 1e-4);
                Assert.Equal(distances[hit.Id], hit.Distance, 1e-4);
            }
            Assert.Equal(expected.Length, result.Hits.Select(h => h.Id).Distinct().Count());

            SearchResult near = await things.SearchAsync(new VectorQuery(name, example.Query) { K = example.K, Filter = example.Filter });
            Assert.Equal(expected.Length, near.Hits.Count);
            Assert.All(near.Hits, hit => Assert.Contains(matching, r => r.Id == hit.Id));

            Assert.Equal(matching.Length, await things.CountAsync(example.Filter));
            Assert.Equal(matching.Select(r => r.Id).Order(StringComparer.Ordinal), await IdsAsync(things, example.Filter));
            return true;
        }
    }

    [Fact]
    public void A_fused_search_equals_the_naive_one()
    {
        // The fields whose scores are exact, so that no rank is in doubt.
        string[] exact = [.. Model.Vectors.Select(vector => vector.Name).Except(["t"])];
        Gen<VectorValue>[] values = [.. exact.Select(name => Model.Vectors.Single(vector => vector.Name == name).Value)];
        Gen<FusedPart> part =
            from which in Gen.Choose(0, exact.Length - 1)
            from value in values[which]
            from weight in Gen.Choose(1, 4)
            from candidates in Gen.Choose(1, 20)
            select new FusedPart(exact[which], value) { Weight = weight / 2.0, Candidates = candidates };
        Gen<(VectorRecord[], FusedQuery)> cases =
            from records in Model.Record.ArrayOf()
            from filter in Model.Filter
            from parts in part.ArrayOf(3)
            from fusion in Gen.Elements(Enum.GetValues<FusionMethod>())
            from k in Gen.Choose(1, 12)
            select (records, new FusedQuery(parts) { Filter = filter, Fusion = fusion, K = k, Exact = true });
        Check.One(Seeds.Property(ModelCases), Prop.ForAll(cases.ToArbitrary(), example => RunAsync(example).GetAwaiter().GetResult()));

        async Task<bool> RunAsync((VectorRecord[] Records, FusedQuery Query) example)
        {
            (VectorRecord[] records, FusedQuery query) = example;
            IVectorCollection things = await NewAsync(Metric.Dot);
            await things.UpsertAsync(records);
            VectorRecord[] all = [.. records.GroupBy(r => r.Id).Select(g => g.Last())];
            HashSet<string> matching = [.. all.Where(r => NaiveFilter.Matches(query.Filter!, r)).Select(r => r.Id)];

            Dictionary<string, double> scores = [];
            foreach (FusedPart asked in query.Parts)
            {
                VectorField field = things.Schema.Vectors.Single(vector => vector.Name == asked.Vector);
                (string Id, double Score)[] ranked =
                [
                    .. Model.Distances(field, asked.Value, all).Where(r => matching.Contains(r.Key))
                        .OrderBy(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Take(Math.Max(asked.Candidates, query.K))
                        .Select(r => (r.Key, (double)field.Metric.Score((float)r.Value))),
                ];
                for (int i = 0; i < ranked.Length; i++)
                {
                    (double low, double high) = (ranked[^1].Score, ranked[0].Score);
                    double share = query.Fusion == FusionMethod.ReciprocalRank ? 1.0 / (61 + i) : low == high ? 1 : (ranked[i].Score - low) / (high - low);
                    scores[ranked[i].Id] = scores.GetValueOrDefault(ranked[i].Id) + (asked.Weight * share);
                }
            }
            double[] expected = [.. scores.Values.OrderDescending().Take(query.K)];
            SearchResult result = await things.SearchAsync(query);
            Assert.Equal(expected.Length, result.Hits.Count);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], result.Hits[i].Score, 1e-5);
                Assert.Equal(scores[result.Hits[i].Id], result.Hits[i].Score, 1e-5);
            }
            return true;
        }
    }

    [Fact]
    public void Any_sequence_of_operations_leaves_what_the_model_has()
    {
        Check.One(Seeds.Property(ModelCases), Prop.ForAll(Model.Operation.ArrayOf().ToArbitrary(), operations => RunAsync(operations).GetAwaiter().GetResult()));

        async Task<bool> RunAsync(ModelOperation[] operations)
        {
            IVectorCollection things = await NewAsync(Metric.Euclidean);
            Dictionary<string, VectorRecord> model = new(StringComparer.Ordinal);
            foreach (ModelOperation operation in operations)
                await operation.RunAsync(things, model);

            ScrollPage page = await things.ScrollAsync(new ScrollQuery { Limit = ScrollQuery.MaxLimit, IncludeVectors = true });
            Assert.Equal(model.Keys.Order(StringComparer.Ordinal), await IdsAsync(things));
            Assert.Equal(model.Count, page.Records.Count);
            foreach (VectorRecord record in page.Records)
                Assert.Equal(Model.Describe(model[record.Id]), Model.Describe(record));
            CollectionStatistics statistics = await things.StatisticsAsync();
            Assert.Equal(model.Count, statistics.Records);
            foreach ((string name, _) in Model.Vectors)
                Assert.Equal(model.Values.Count(r => r.Vectors.ContainsKey(name)), statistics.Vectors[name]);
            return true;
        }
    }

    private Task<IVectorCollection> NewAsync(Metric metric) => CollectionAsync(Model.Schema(metric), $"model-{_collections++}");
}
