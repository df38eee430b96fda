using System.Data.Common;

namespace Perto.Platform;

/// <summary>
/// The connection was lost while a change was being committed, and nobody could be asked for some seconds whether it was kept. Look before
/// doing it again.
/// </summary>
public sealed class CommitUnknownException(Exception inner)
    : DbException("The database went away while the change was committed: it may have been kept or not", inner)
{
    /// <inheritdoc/>
    public override bool IsTransient => true;
}
