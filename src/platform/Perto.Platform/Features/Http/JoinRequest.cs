using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Examples that want features.</summary>
public sealed record JoinRequest
{
    /// <summary>Most rows of a request.</summary>
    public const int MaxRows = 1_000;

    /// <summary>Names of views, or <c>name@version</c>.</summary>
    [MinLength(1), MaxLength(EntityRequest.MaxViews)]
    public required IReadOnlyList<string> Views { get; init; }

    /// <summary>1 to 1,000.</summary>
    [MinLength(1), MaxLength(MaxRows)]
    public required IReadOnlyList<JoinRow> Rows { get; init; }
}
