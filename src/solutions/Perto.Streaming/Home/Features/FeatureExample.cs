namespace Perto.Streaming;

/// <summary>A title before a person at a moment, of which the features are wanted as they were then.</summary>
public sealed record FeatureExample
{
    /// <summary>Who.</summary>
    public required string Person { get; init; }

    /// <summary>Which title.</summary>
    public required string Title { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>In what situation.</summary>
    public HomeRequest Request { get; init; } = HomeRequest.None;

    /// <summary>What the sources gave the title then, on 0..1 by the name of the source, as it was logged; null where it was not.</summary>
    public IReadOnlyDictionary<string, float>? Scores { get; init; }
}
