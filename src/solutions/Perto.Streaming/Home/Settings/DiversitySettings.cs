using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>How the first 20 of a list are spread out, as far as the candidates allow; section <c>Perto:Streaming:Diversity</c>.</summary>
public sealed class DiversitySettings
{
    /// <summary>How relevance and difference are balanced.</summary>
    public DiversityMethod Method { get; set; } = DiversityMethod.Mmr;

    /// <summary>1 ranks by relevance alone, 0 by difference alone.</summary>
    [Range(0.0, 1.0)]
    public double Lambda { get; set; } = 0.7;

    /// <summary>Different genres at least.</summary>
    [Range(0, 20)]
    public int Genres { get; set; } = 5;

    /// <summary>The least share of titles of none of the favourite genres.</summary>
    [Range(0.0, 1.0)]
    public double OutsideAtLeast { get; set; } = 0.1;

    /// <summary>The greatest share of titles of none of the favourite genres.</summary>
    [Range(0.0, 1.0)]
    public double OutsideAtMost { get; set; } = 0.2;

    /// <summary>The least share of titles of the last two years of the catalogue.</summary>
    [Range(0.0, 1.0)]
    public double RecentAtLeast { get; set; } = 0.2;

    /// <summary>The least share of older titles.</summary>
    [Range(0.0, 1.0)]
    public double OlderAtLeast { get; set; } = 0.2;
}
