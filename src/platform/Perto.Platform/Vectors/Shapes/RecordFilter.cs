using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Says which records.</summary>
public sealed record RecordFilter
{
    /// <summary>A filter in the style of MongoDB; all records, if it is left out.</summary>
    public Filter? Filter { get; init; }
}
