using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A page as it was served, with the numbers that its titles were ranked by: what a ranker learns from once it is known what people did with it.</summary>
public sealed record ServedPage
{
    /// <summary>Its id: <see cref="HomePage.Request"/>.</summary>
    public required string Id { get; init; }

    /// <summary>For whom.</summary>
    public required string User { get; init; }

    /// <summary>The profile; empty for none.</summary>
    public required string Profile { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>On what it was shown, if known.</summary>
    public DeviceKind? Device { get; init; }

    /// <summary>What ranked: name@version; null for the blend.</summary>
    public string? Model { get; init; }

    /// <summary>The experiments that it is part of.</summary>
    public IReadOnlyList<PageExperiment> Experiments { get; init; } = [];

    /// <summary>Its titles, from top to bottom and from left to right.</summary>
    public required IReadOnlyList<ServedTitle> Titles { get; init; }

    /// <summary>A row of numbers for each title, in the order of <see cref="Titles"/>; null when the page had to do without.</summary>
    public FeatureTable? Features { get; init; }
}
