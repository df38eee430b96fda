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

            List<(double Weight, (string Id, double Score)[] Ranked)> rankings = [];
            foreach (FusedPart asked in query.Parts)
            {
                VectorField field = things.Schema.Vectors.Single(vector => vector.Name == asked.Vector);
                (string Id, double Score)[] ranked =
                [
                    .. Model.Distances(field, asked.Value, all).Where(r => matching.Contains(r.Key))
                        .OrderBy(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Take(Math.Max(asked.Candidates, query.K))
                        .Select(r => (r.Key, (double)field.Metric.Score((float)r.Value))),
                ];
                rankings.Add((asked.Weight, ranked));
            }
            Dictionary<string, double> scores = rankings.SelectMany(part => part.Ranked).Select(hit => hit.Id).Distinct().ToDictionary(id => id, _ => 0.0);
            foreach ((double weight, (string Id, double Score)[] ranked) in rankings)
            {
                foreach (string id in scores.Keys)
                    scores[id] += weight * Share(query.Fusion, ranked, Array.FindIndex(ranked, hit => hit.Id == id), scores.Count);
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

    // What a part gives a record that is at place "at" of its ranking, or not in it (-1), when all parts found so many.
    private static double Share(FusionMethod method, (string Id, double Score)[] ranked, int at, int union)
    {
        if (ranked.Length == 0)
            return 0;
        double[] scores = [.. ranked.Select(hit => hit.Score)];
        double low = scores.Min(), high = scores.Max(), score = at < 0 ? low : scores[at];
        switch (method)
        {
            case FusionMethod.ReciprocalRank:
                return at < 0 ? 0 : 1.0 / (61 + at);
            case FusionMethod.WeightedScore:
                return at < 0 ? 0 : low == high ? 1 : (score - low) / (high - low);
            case FusionMethod.ZScore when low == high:
                return at < 0 ? 0 : 1;
            case FusionMethod.ZScore:
                double[] all = [.. scores, .. Enumerable.Repeat(low, union - scores.Length)];
                return (score - all.Average()) / Math.Sqrt(all.Average(one => Math.Pow(one - all.Average(), 2)));
            default:
                double sample = low == high ? 0 : Math.Sqrt(scores.Sum(one => Math.Pow(one - scores.Average(), 2)) / (scores.Length - 1));
                return at < 0 ? 0 : low == high ? 0.5 : (score - scores.Average() + (3 * sample)) / (6 * sample);
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
