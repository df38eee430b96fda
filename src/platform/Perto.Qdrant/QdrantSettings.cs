using System.ComponentModel.DataAnnotations;

namespace Perto.Qdrant;

/// <summary>Settings under <c>Perto:Qdrant</c>. They are read where <c>Perto:Vectors:Store</c> is <c>Qdrant</c>.</summary>
public sealed class QdrantSettings
{
    /// <summary>The section.</summary>
    public const string Section = "Qdrant";

    /// <summary>Where the REST interface is: http or https, with a path where it stands behind one.</summary>
    public string Url { get; set; } = "http://127.0.0.1:6333";

    /// <summary>The key of the server; none, if it is left out. Never shown.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// What the names of our collections on the server begin with, 1 to 32 of a-z, 0-9 and <c>-</c>: several installations may share a server.
    /// </summary>
    public string Prefix { get; set; } = "perto";

    /// <summary>Records that one request writes.</summary>
    [Range(1, 1_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>Copies of each new collection; what the server is set to, if it is left out.</summary>
    [Range(1, 32)]
    public int? Replicas { get; set; }

    /// <summary>Parts of each new collection; what the server is set to, if it is left out.</summary>
    [Range(1, 1_000)]
    public int? Shards { get; set; }

    /// <summary>Neighbours of a record in the graph of a new collection; what the schema says, if it is left out.</summary>
    [Range(4, 256)]
    public int? M { get; set; }

    /// <summary>Candidates looked at for a record's neighbours; what the schema says, if it is left out.</summary>
    [Range(4, 10_000)]
    public int? EfConstruct { get; set; }

    /// <summary>Whether the vectors, graphs and payload of new collections stay on the disk of the server and are read on demand.</summary>
    public bool OnDisk { get; set; }
}
