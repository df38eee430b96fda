using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Makes the records of a derived collection anew under its model. A module registers one for each model that an alias can be under.</summary>
public interface IRecordEmbedder
{
    /// <summary>The alias whose records it knows.</summary>
    string Alias { get; }

    /// <summary>Whose space its vectors are in, with its version.</summary>
    string Model { get; }

    /// <summary>Declares the vectors and payload fields of its records.</summary>
    void Declare(CollectionSchemaBuilder schema);

    /// <summary>Makes the records of a batch. It is called again for a batch that failed, and for records that changed meanwhile.</summary>
    /// <param name="tenant">Whose they are.</param>
    /// <param name="records">The present records, with payload and vectors.</param>
    /// <param name="cancellationToken">The rebuild was cancelled, or its server stops.</param>
    /// <returns>A record for each, with the same ids in the same order.</returns>
    Task<IReadOnlyList<VectorRecord>> EmbedAsync(TenantId tenant, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken);
}
