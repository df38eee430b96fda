namespace Perto.Streaming;

/// <summary>What is made for many people at once. All parts are optional: without any, a list of 20 titles for everybody.</summary>
public sealed record BatchRequest
{
    /// <summary>Most people that can be listed; more are everybody or a segment.</summary>
    public const int MaxUsers = 100_000;

    /// <summary>Titles of a list when the request does not say.</summary>
    public const int DefaultTop = 20;

    /// <summary>A list or a home page for each.</summary>
    public BatchKind Kind { get; init; } = BatchKind.List;

    /// <summary>Titles of a list, 1..500; a home page has as many as it has.</summary>
    public int Top { get; init; } = DefaultTop;

    /// <summary>For whom: 1 to 100,000 ids, known or not; null for everybody, or for the segment.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    /// <summary>For whom, where they are not listed; null for everybody.</summary>
    public BatchSegment? Segment { get; init; }

    /// <summary>What the pages are shown on.</summary>
    public DeviceKind? Device { get; init; }

    /// <summary>When they are shown, by the person's clock.</summary>
    public TimeOfDay? TimeOfDay { get; init; }

    /// <summary>The country in which they are shown, ISO 3166; null for that of each account.</summary>
    public string? Country { get; init; }

    /// <summary>The subscription; null for that of each account.</summary>
    public string? Tier { get; init; }

    /// <summary>The moment for which they are made; null for when the batch is asked for.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>
    /// Whether titles and the order of rows are drawn as on a served page, each draw with its propensity. Nothing is drawn otherwise: titles stand where the ranking puts
    /// them, and rows in the order of the plan.
    /// </summary>
    public bool Explores { get; init; }

    /// <summary>The situation of each page.</summary>
    internal HomeRequest Situation => new() { Device = Device, TimeOfDay = TimeOfDay, Country = Country, Tier = Tier };
}
