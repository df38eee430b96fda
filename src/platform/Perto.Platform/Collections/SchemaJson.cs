using System.Text.Json;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>A collection's schema as JSON.</summary>
internal static class SchemaJson
{
    public static string Write(CollectionSchema schema) => JsonSerializer.Serialize(
        new Shape
        {
            Vectors = [.. schema.Vectors.Select(vector => new Vector { Name = vector.Name, Dimension = vector.Dimension, Metric = vector.Metric })],
            Payload = [.. schema.Payload.Select(field => new Field { Name = field.Name, Kind = field.Kind })],
        },
        PertoJson.Options);

    public static Action<CollectionSchemaBuilder> Read(string json)
    {
        Shape shape = JsonSerializer.Deserialize<Shape>(json, PertoJson.Options) ?? new Shape();
        return builder =>
        {
            foreach (Vector vector in shape.Vectors)
                builder.Dense(vector.Name, vector.Dimension, vector.Metric);
            foreach (Field field in shape.Payload)
                Add(builder, field);
        };
    }

    private static CollectionSchemaBuilder Add(CollectionSchemaBuilder builder, Field field) => field.Kind switch
    {
        PayloadKind.Keyword => builder.Keyword(field.Name),
        PayloadKind.Keywords => builder.Keywords(field.Name),
        PayloadKind.Number => builder.Number(field.Name),
        PayloadKind.Integer => builder.Integer(field.Name),
        PayloadKind.Boolean => builder.Boolean(field.Name),
        PayloadKind.Time => builder.Time(field.Name),
        _ => throw new InvalidOperationException($"The stored schema has field '{field.Name}' of the unknown kind {field.Kind}"),
    };

    private sealed record Shape
    {
        public IReadOnlyList<Vector> Vectors { get; init; } = [];

        public IReadOnlyList<Field> Payload { get; init; } = [];
    }

    private sealed record Vector
    {
        public string Name { get; init; } = "";

        public int Dimension { get; init; }

        public Metric Metric { get; init; }
    }

    private sealed record Field
    {
        public string Name { get; init; } = "";

        public PayloadKind Kind { get; init; }
    }
}
