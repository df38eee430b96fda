using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Redis:Vectors</c>: how vectors are kept where <c>Perto:Vectors:Store</c> is <c>Redis</c>.</summary>
public sealed class RedisVectorSettings
{
    /// <summary>What all keys begin with, 1 to 32 of a-z, 0-9 and <c>-</c>: several installations may share a server.</summary>
    [RegularExpression("^[a-z0-9-]{1,32}$")]
    public string Prefix { get; set; } = "perto";

    /// <summary>How new collections keep vectors to find candidates; null: what their schema says. Existing ones stay as they are.</summary>
    public RedisQuantisation? Quantisation { get; set; }

    /// <summary>Links of an element in the graph of new collections (M); null: what their schema says. Existing ones stay as they are.</summary>
    [Range(4, 4_096)]
    public int? M { get; set; }

    /// <summary>Candidates looked at for the links of a new element; null: what the schema says.</summary>
    [Range(1, 1_000_000)]
    public int? BuildEf { get; set; }

    /// <summary>Candidates looked at by a search that does not say how many; null: what the schema says.</summary>
    [Range(1, 1_000_000)]
    public int? Ef { get; set; }

    /// <summary>
    /// Candidates for each wanted hit that are compared again with the vectors as they were written; null: 1 of floats and vectors of bits, 2 of
    /// bytes, 10 of signs.
    /// </summary>
    [Range(1, 1_000)]
    public int? Expansion { get; set; }
}
