using System.Text.Json;

namespace Perto.Vectors;

/// <summary>A collection's schema as the catalogue of a server keeps it, with its fields in their order.</summary>
internal sealed record SchemaDocument
{
    public required IReadOnlyList<VectorField> Vectors { get; init; }

    public required IReadOnlyList<PayloadField> Payload { get; init; }

    public static string Write(CollectionSchema schema) =>
        JsonSerializer.Serialize(new SchemaDocument { Vectors = schema.Vectors, Payload = schema.Payload }, SchemaJson.Default.SchemaDocument);

    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public static CollectionSchema Read(string json)
    {
        try
        {
            SchemaDocument document = JsonSerializer.Deserialize(json, SchemaJson.Default.SchemaDocument) ?? throw new JsonException("it is empty");
            return CollectionSchema.Create(schema =>
            {
                foreach (VectorField vector in document.Vectors)
                    schema.Add(vector);
                foreach (PayloadField field in document.Payload)
                    schema.Add(field);
            });
        }
        catch (Exception fault) when (fault is JsonException or VectorStoreException)
        {
            throw new InvalidDataException($"The catalogue of vector collections holds a schema that cannot be read: {fault.Message}", fault);
        }
    }
}
