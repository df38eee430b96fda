using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Perto.Streaming;

/// <summary>A title that was shown to somebody, or that they opened, as it is stored.</summary>
internal sealed record Exposure
{
    /// <summary>Impressions and clicks of one id are one.</summary>
    public required string Id { get; init; }

    public required string User { get; init; }

    public required string Title { get; init; }

    /// <summary>Opened, not only shown.</summary>
    public required bool IsClick { get; init; }

    public required long At { get; init; }

    public string? Row { get; init; }

    public int? Rank { get; init; }

    public string? Request { get; init; }

    public string? Profile { get; init; }

    public string? Device { get; init; }

    /// <summary>How likely the place was to show the title, above 0 and at most 1.</summary>
    public double? Propensity { get; init; }

    public string Kind => IsClick ? "click" : "impression";

    /// <summary>An id made of what it says, for one that has none: said twice it is the same.</summary>
    public Exposure WithOwnId()
    {
        string content = string.Join('\n', Kind, User, Title, At.ToString(CultureInfo.InvariantCulture), Row, Rank?.ToString(CultureInfo.InvariantCulture), Request, Profile);
        return this with { Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)), 0, 16) };
    }
}
