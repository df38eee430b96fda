namespace Perto.Streaming;

/// <summary>The situation in which a home page is asked for. All parts are optional.</summary>
public sealed record HomeRequest
{
    /// <summary>Nothing known.</summary>
    public static HomeRequest None { get; } = new();

    /// <summary>The profile inside the household.</summary>
    public string? Profile { get; init; }

    /// <summary>What the page is shown on.</summary>
    public DeviceKind? Device { get; init; }

    /// <summary>When it is shown.</summary>
    public TimeOfDay? TimeOfDay { get; init; }

    /// <summary>ISO 3166 country code.</summary>
    public string? Country { get; init; }

    /// <summary>The subscription.</summary>
    public string? Tier { get; init; }
}
