using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Recommendations</c>, for every solution that recommends.</summary>
public sealed class RecommendationSettings
{
    /// <summary>Most recommendations that one request may ask for.</summary>
    [Range(1, 500)]
    public int MaxCount { get; set; } = 500;
}
