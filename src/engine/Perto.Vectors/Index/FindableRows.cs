namespace Perto.Vectors;

/// <summary>The rows that a snapshot shows and its filter, if there is one, passes.</summary>
internal readonly struct FindableRows(CollectionSnapshot snapshot, CompiledFilter? filter, long now) : IRowTest
{
    public bool Passes(int row) => row < snapshot.Rows && snapshot.IsLive(row, now) && filter?.Passes(row) != false;
}
