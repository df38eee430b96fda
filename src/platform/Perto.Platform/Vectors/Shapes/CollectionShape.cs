using System.ComponentModel.DataAnnotations;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>The vectors and payload fields of a collection, as they stand in JSON.</summary>
public sealed record CollectionShape
{
    /// <summary>Its vectors, at least one.</summary>
    [MinLength(1)]
    public required IReadOnlyList<VectorFieldShape> Vectors { get; init; }

    /// <summary>Its payload fields.</summary>
    public IReadOnlyList<PayloadField> Payload { get; init; } = [];

    /// <summary>The shape of a schema.</summary>
    public static CollectionShape Of(CollectionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new CollectionShape { Vectors = [.. schema.Vectors.Select(VectorFieldShape.Of)], Payload = schema.Payload };
    }

    /// <summary>Declares the shape to a vector store.</summary>
    /// <exception cref="VectorStoreException">A name, dimension, metric or setting is not valid.</exception>
    public void Declare(CollectionSchemaBuilder schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        foreach (VectorFieldShape vector in Vectors)
            schema.Add(vector.ToField());
        foreach (PayloadField field in Payload)
            schema.Add(field);
    }
}
