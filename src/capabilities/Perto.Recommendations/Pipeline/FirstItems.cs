namespace Perto.Recommendations;

/// <summary>The items that are seen without moving: what is promised of a list is promised of them.</summary>
internal static class FirstItems
{
    /// <summary>How many.</summary>
    public const int Count = 20;
}
