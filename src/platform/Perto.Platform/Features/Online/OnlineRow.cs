namespace Perto.Platform;

/// <summary>A packed row as an online store keeps it.</summary>
/// <param name="Revision">Greater with each change of the entity; 0: the store does not know the entity.</param>
/// <param name="Packed">All views of the entity in bytes; empty where it has none.</param>
public readonly record struct OnlineRow(long Revision, ReadOnlyMemory<byte> Packed)
{
    /// <summary>Whether the store knows what there is of the entity, be it nothing.</summary>
    public bool IsKnown => Revision != 0;
}
