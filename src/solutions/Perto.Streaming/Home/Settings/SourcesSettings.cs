namespace Perto.Streaming;

/// <summary>The sources of candidates; section <c>Perto:Streaming:Sources</c>.</summary>
public sealed class SourcesSettings
{
    /// <summary>What people with the same taste watched.</summary>
    public SourceSettings Collaborative { get; set; } = new() { Take = 200 };

    /// <summary>Neighbours of the titles that the person liked last.</summary>
    public SourceSettings Similar { get; set; } = new() { Take = 100 };

    /// <summary>What is of the same kind, about the same, by the same people.</summary>
    public SourceSettings Content { get; set; } = new() { Take = 50 };

    /// <summary>What everybody watches now.</summary>
    public SourceSettings Trending { get; set; } = new() { Take = 100 };

    /// <summary>The newest in the favourite genres.</summary>
    public SourceSettings New { get; set; } = new() { Take = 50 };

    /// <summary>What was begun and not finished.</summary>
    public SourceSettings ContinueWatching { get; set; } = new() { Take = 10 };

    /// <summary>Draws; how many is said by <see cref="StreamingSettings.ExplorationShare"/> and not by <see cref="SourceSettings.Take"/>.</summary>
    public SourceSettings Exploration { get; set; } = new() { Take = 20 };
}
