namespace Perto.Platform;

/// <summary>The packed row of an entity in the database is not as it was written.</summary>
public sealed class FeatureRowCorruptException(EntityKey key)
    : PertoException("feature_row_corrupt", 500, $"The stored features of {key.Entity} '{key.Key}' are damaged: their checksum is wrong. Check the disk, and restore the table feature_online from a backup, or delete the row and write the features again")
{
    /// <summary>Whose row it is.</summary>
    public EntityKey Entity { get; } = key;
}
