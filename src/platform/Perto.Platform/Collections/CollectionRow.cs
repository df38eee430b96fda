using System.Text.Json;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>A row of the table <c>vector_collection</c>.</summary>
internal sealed record CollectionRow
{
    public TenantId Tenant { get; init; }
    public string Name { get; init; } = "";
    public string Alias { get; init; } = "";
    public string Model { get; init; } = "";
    public int Dimension { get; init; }
    public string Metric { get; init; } = "";
    public string Definition { get; init; } = "";
    public string State { get; init; } = "";

    /// <summary>The rebuild that fills it; null where a publication does.</summary>
    public string? Builder { get; init; }

    public long CreatedAt { get; init; }

    /// <summary>When its state changed, or the latest time of change of its embeddings.</summary>
    public long UpdatedAt { get; init; }

    /// <summary>Counted, where the query counts.</summary>
    public long Records { get; init; }

    public static CollectionRow Of(TenantId tenant, string alias, string model, CollectionSchema schema, long now)
    {
        VectorField first = schema.Vectors[0];
        return new CollectionRow
        {
            Tenant = tenant,
            Name = $"{alias}@{model}:{first.Dimension}",
            Alias = alias,
            Model = model,
            Dimension = first.Dimension,
            Metric = first.Metric.ToString().ToLowerInvariant(),
            Definition = JsonSerializer.Serialize(new SchemaJson(schema.Vectors, schema.Payload), PertoJson.Options),
            State = "building",
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    public CollectionSchema Schema() => CollectionSchema.Create(Declare);

    /// <summary>Declares the stored schema to the vector store.</summary>
    public void Declare(CollectionSchemaBuilder schema)
    {
        SchemaJson stored = JsonSerializer.Deserialize<SchemaJson>(Definition, PertoJson.Options)!;
        foreach (VectorField vector in stored.Vectors)
            schema.Add(vector);
        foreach (PayloadField field in stored.Payload)
            schema.Add(field);
    }

    public DerivedCollection ToCollection(string provider) => new()
    {
        Name = Name,
        Alias = Alias,
        Model = Model,
        Dimension = Dimension,
        Metric = Enum.Parse<Metric>(Metric, ignoreCase: true),
        State = Enum.Parse<CollectionState>(State, ignoreCase: true),
        Records = Records,
        Provider = provider,
        CreatedAt = UnixMicros.ToMoment(CreatedAt),
        UpdatedAt = UnixMicros.ToMoment(UpdatedAt),
    };

    private sealed record SchemaJson(IReadOnlyList<VectorField> Vectors, IReadOnlyList<PayloadField> Payload);
}
