namespace Perto.Vectors.Storage;

/// <summary>A collection as its files have it.</summary>
/// <param name="Manifest">What the files are.</param>
/// <param name="Table">The rows, those of the log among them.</param>
/// <param name="Version">The version of the last write.</param>
/// <param name="Sealed">The full segments of the table that files have, in order.</param>
/// <param name="Renumbered">How often the log gave the rows other numbers.</param>
/// <param name="Log">What was replayed.</param>
internal sealed record RecoveredCollection(
    Manifest Manifest, RowTable Table, long Version, IReadOnlyList<ManifestSegment> Sealed, int Renumbered, ReplayResult Log)
{
    /// <summary>The sequence of the last write.</summary>
    public long Sequence => Math.Max(Manifest.Sequence, Log.LastSequence);

    /// <summary>The number of the next file of the log.</summary>
    public long NextLog => Math.Max(Manifest.Log, Log.LastNumber + 1);
}
