using FsCheck;
using FsCheck.Fluent;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Random records, filters and operations against a dictionary that does the same in the obvious way.</summary>
public abstract class ModelConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    private const int Dimension = 3;

    private int _collections;

    public static TheoryData<Metric> Metrics => [.. Enum.GetValues<Metric>().Where(metric => metric.Compares(VectorKind.Dense))];

    [Theory, MemberData(nameof(Metrics))]
    public void A_filtered_search_equals_the_naive_scan(Metric metric)
    {
        Gen<(VectorRecord[], Filter, float[], int)> cases =
            from records in Model.Record.ArrayOf()
            from filter in Model.Filter
            from query in Model.Vector
            from k in Gen.Choose(1, 30)
            select (records, filter, query, k);
        Check.One(Seeds.Property(cases: 300), Prop.ForAll(cases.ToArbitrary(), example => RunAsync(example).GetAwaiter().GetResult()));

        async Task<bool> RunAsync((VectorRecord[] Records, Filter Filter, float[] Query, int K) example)
        {
            IVectorCollection things = await NewAsync(metric);
            await things.UpsertAsync(example.Records);
            Dictionary<string, VectorRecord> model = example.Records.GroupBy(r => r.Id).ToDictionary(g => g.Key, g => g.Last());

            VectorRecord[] matching = [.. model.Values.Where(r => NaiveFilter.Matches(example.Filter, r))];
            (string Id, double Distance)[] expected =
            [
                .. matching.Where(r => r.Vectors.ContainsKey("v"))
                    .Select(r => (r.Id, Distance: Model.Distance(metric, example.Query, r.Vectors["v"].Dense.Span)))
                    .OrderBy(h => h.Distance).ThenBy(h => h.Id, StringComparer.Ordinal).Take(example.K),
            ];
            SearchResult result = await things.SearchAsync(new VectorQuery("v", example.Query) { K = example.K, Filter = example.Filter });

            // Where two distances are nearer than float can tell, either order is right: distances are compared by place, ids by their
            // distance.
            Assert.Equal(expected.Length, result.Hits.Count);
            for (int i = 0; i < expected.Length; i++)
            {
                SearchHit hit = result.Hits[i];
                Assert.Contains(matching, r => r.Id == hit.Id);
                Assert.Equal(expected[i].Distance, hit.Distance, 1e-4);
                Assert.Equal(Model.Distance(metric, example.Query, model[hit.Id].Vectors["v"].Dense.Span), hit.Distance, 1e-4);
            }
            Assert.Equal(expected.Length, result.Hits.Select(h => h.Id).Distinct().Count());
            Assert.Equal(matching.Length, await things.CountAsync(example.Filter));
            Assert.Equal(matching.Select(r => r.Id).Order(StringComparer.Ordinal), await IdsAsync(things, example.Filter));
            return true;
        }
    }

    [Fact]
    public void Any_sequence_of_operations_leaves_what_the_model_has()
    {
        Check.One(Seeds.Property(cases: 300), Prop.ForAll(Model.Operation.ArrayOf().ToArbitrary(), operations => RunAsync(operations).GetAwaiter().GetResult()));

        async Task<bool> RunAsync(ModelOperation[] operations)
        {
            IVectorCollection things = await NewAsync(Metric.Euclidean);
            Dictionary<string, VectorRecord> model = new(StringComparer.Ordinal);
            foreach (ModelOperation operation in operations)
                await operation.RunAsync(things, model);

            ScrollPage page = await things.ScrollAsync(new ScrollQuery { Limit = ScrollQuery.MaxLimit, IncludeVectors = true });
            Assert.Equal(model.Keys.Order(StringComparer.Ordinal), page.Records.Select(r => r.Id));
            foreach (VectorRecord record in page.Records)
                Assert.Equal(Model.Describe(model[record.Id]), Model.Describe(record));
            Assert.Equal(model.Count, (await things.StatisticsAsync()).Records);
            return true;
        }
    }

    private Task<IVectorCollection> NewAsync(Metric metric) => CollectionAsync(Model.Schema(Dimension, metric), $"model-{_collections++}");
}
