namespace Perto.Platform;

/// <summary>One removal.</summary>
/// <param name="Name">A key or a tag, as the caller gave it.</param>
/// <param name="IsTag">Whether it is a tag.</param>
internal readonly record struct OwedRemoval(string Name, bool IsTag)
{
    /// <summary>As the level knows it.</summary>
    public string LevelName => IsTag && Name.Length == 0 ? "" : LevelKey.Of(Name);

    /// <summary>All values of the space's tenant.</summary>
    public static OwedRemoval Everything { get; } = new("", IsTag: true);
}
