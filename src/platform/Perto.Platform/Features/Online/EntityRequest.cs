using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Entities of one kind, and the views that are asked for.</summary>
public sealed record EntityRequest
{
    /// <summary>Most entities of a request, of all kinds together.</summary>
    public const int MaxKeys = 10_000;

    /// <summary>Most views of one kind of entity in a request.</summary>
    public const int MaxViews = 50;

    /// <summary>Their kind.</summary>
    [MaxLength(64)]
    public required string Entity { get; init; }

    /// <summary>Their keys.</summary>
    [MinLength(1), MaxLength(MaxKeys)]
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Views of this kind of entity, each by its name, or as <c>name@version</c> where it is not to be the latest.</summary>
    [MinLength(1), MaxLength(MaxViews)]
    public required IReadOnlyList<string> Views { get; init; }
}
