namespace Perto.Platform;

/// <summary>One removal.</summary>
/// <param name="Name">A key or a tag, as the level knows it.</param>
/// <param name="IsTag">Whether it is a tag.</param>
internal readonly record struct OwedRemoval(string Name, bool IsTag)
{
    /// <summary>All values of the space's tenant.</summary>
    public static OwedRemoval Everything { get; } = new("", IsTag: true);
}
