using Perto.Vectors;

namespace Perto.Platform.Tests;

/// <summary>Records that can be embedded under several models: each model has its sign and its scale.</summary>
internal static class Plot
{
    public const string Alias = "titles";

    public static readonly TenantId Tenant = new("t");

    public static void Schema(CollectionSchemaBuilder schema) => schema.Dense("plot", 2, Metric.Dot).Integer("year");

    public static VectorRecord Record(int number, int year = 0) => new($"i{number:0000}")
    {
        Vectors = { ["plot"] = new[] { 1f, number } },
        Payload = { ["year"] = (long)year },
    };

    public static VectorRecord[] Records(int count) => [.. Enumerable.Range(0, count).Select(number => Record(number))];

    public static async Task<VectorRecord[]> AllAsync(IVectorCollection collection) =>
        [.. (await collection.ScrollAsync(new ScrollQuery { Limit = 1_000, IncludeVectors = true }, TestContext.Current.CancellationToken)).Records
            .OrderBy(record => record.Id, StringComparer.Ordinal)];
}

/// <summary>Doubles the vectors, and does what a test asks of it before.</summary>
internal sealed class DoublingEmbedder : IRecordEmbedder
{
    private int _calls;

    public string Alias => Plot.Alias;

    public string Model { get; init; } = "plot@2";

    /// <summary>Called with the number of the batch, from 1.</summary>
    public Func<int, CancellationToken, Task>? Before { get; set; }

    public int Calls => _calls;

    public List<string> Embedded { get; } = [];

    public void Declare(CollectionSchemaBuilder schema) => Plot.Schema(schema);

    public async Task<IReadOnlyList<VectorRecord>> EmbedAsync(TenantId tenant, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        int call = Interlocked.Increment(ref _calls);
        if (Before is not null)
            await Before(call, cancellationToken);
        lock (Embedded)
            Embedded.AddRange(records.Select(record => record.Id));
        return [.. records.Select(record => new VectorRecord(record.Id)
        {
            Vectors = { ["plot"] = record.Vectors["plot"].Dense.ToArray().Select(value => 2 * value).ToArray() },
            Payload = record.Payload,
            ExpiresAt = record.ExpiresAt,
        })];
    }
}
