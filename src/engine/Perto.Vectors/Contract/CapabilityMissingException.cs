namespace Perto.Vectors;

/// <summary>A store was asked for what its provider cannot do: names the field, the provider and the capability, and says what to do. Nothing was written.</summary>
public sealed class CapabilityMissingException : NotSupportedException
{
    /// <param name="field">What asked for it, as the caller wrote it: <c>schema.plot</c>.</param>
    /// <param name="provider">As <see cref="IVectorStore.Provider"/> names it.</param>
    /// <param name="missing">What is not there; one or several.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public CapabilityMissingException(string field, string provider, VectorStoreCapabilities missing, Exception? inner = null)
        : base($"{field} needs {missing}, which the vector store {provider} does not have. {AdviceFor(missing)}", inner)
    {
        Field = field;
        Provider = provider;
        Missing = missing;
        Advice = AdviceFor(missing);
    }

    /// <summary>What asked for it, as the caller wrote it.</summary>
    public string Field { get; }

    /// <summary>Whose store it is.</summary>
    public string Provider { get; }

    /// <summary>What is not there.</summary>
    public VectorStoreCapabilities Missing { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }

    private static string AdviceFor(VectorStoreCapabilities missing)
    {
        string own = Enum.GetValues<VectorStoreCapabilities>().FirstOrDefault(flag => flag != VectorStoreCapabilities.None && missing.HasFlag(flag)) switch
        {
            VectorStoreCapabilities.Manhattan => "Compare by Euclidean, or normalise and compare by Cosine",
            VectorStoreCapabilities.NamedVectors => "Keep each vector in a collection of its own under the same id",
            VectorStoreCapabilities.Bits => "Keep bits as dense vectors of -1 and 1 compared by Dot",
            VectorStoreCapabilities.Sparse => "Keep the sparse vectors in a collection of the embedded store and fuse the results",
            VectorStoreCapabilities.Bm25 => "Search words in a collection of the embedded store and fuse the results",
            VectorStoreCapabilities.Geo => "Keep latitude and longitude as two numbers and filter by their ranges",
            VectorStoreCapabilities.Text => "Keep the words as a list of keywords and filter by them",
            VectorStoreCapabilities.Expiry => "Keep the moment in a time field, filter by it and delete by it",
            _ => "Do without it",
        };
        return $"{own}; docs/vector-stores.md says which store has what";
    }
}
