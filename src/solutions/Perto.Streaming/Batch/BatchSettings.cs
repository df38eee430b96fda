using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>Pages for many people at once; section <c>Perto:Streaming:Batches</c>.</summary>
public sealed class BatchSettings
{
    /// <summary>Pages that are made at the same time; 0 for as many as there are processors. A server that answers people meanwhile may want fewer.</summary>
    [Range(0, 1_024)]
    public int Threads { get; set; }

    /// <summary>People whose pages are made before they are written down together: what a crash costs at most.</summary>
    [Range(1, 10_000)]
    public int PeopleAtOnce { get; set; } = 500;

    /// <summary>Days after which an ended batch is deleted with its pages.</summary>
    [Range(1, 3_650)]
    public int Days { get; set; } = 7;
}
