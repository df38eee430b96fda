namespace Perto.Streaming;

/// <summary>Which versions make a preview, and for what moment. All parts are optional.</summary>
public sealed record PreviewRequest
{
    /// <summary>The collaborative model: a version, or <c>live</c> (if left out).</summary>
    public string? Collaborative { get; init; }

    /// <summary>The ranker: a version, <c>live</c> (if left out), or <c>blend</c>.</summary>
    public string? Ranker { get; init; }

    /// <summary>The moment for which the page is made, at most a year away from now; now if left out.</summary>
    public DateTimeOffset? At { get; init; }
}
