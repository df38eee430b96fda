using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>What is kept of served pages, for rankers to learn from; section <c>Perto:Streaming:Served</c>.</summary>
public sealed class ServedSettings
{
    /// <summary>Pages of a tenant that a server writes down in a second, at most; those beyond are counted and left out. 0 writes none.</summary>
    [Range(0, 10_000)]
    public int PagesPerSecond { get; set; } = 20;

    /// <summary>Days after which a page is forgotten.</summary>
    [Range(1, 3_650)]
    public int Days { get; set; } = 30;
}
