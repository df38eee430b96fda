using Perto.Vectors;

namespace Perto.Platform.Victim;

/// <summary>Doubles vectors, and prints the first id of each batch before.</summary>
internal sealed class PrintingEmbedder : IRecordEmbedder
{
    public const string AliasName = "titles";

    public string Alias => AliasName;

    public string Model => "plot@2";

    public static void Schema(CollectionSchemaBuilder schema) => schema.Dense("plot", 2, Metric.Dot);

    public void Declare(CollectionSchemaBuilder schema) => Schema(schema);

    public Task<IReadOnlyList<VectorRecord>> EmbedAsync(TenantId tenant, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        Console.WriteLine(records[0].Id);
        return Task.FromResult<IReadOnlyList<VectorRecord>>([.. records.Select(record => new VectorRecord(record.Id)
        {
            Vectors = { ["plot"] = record.Vectors["plot"].Dense.ToArray().Select(value => 2 * value).ToArray() },
        })]);
    }
}
