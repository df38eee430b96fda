namespace Perto.Vectors.Tests.Storage;

/// <summary>Content of a file: what programs see, and what the disk has for sure.</summary>
internal sealed class SimulatedContent
{
    private readonly List<Change> _changes = [];
    private SimulatedBytes _seen = new();
    private SimulatedBytes _durable = new();

    public long Length => _seen.Length;

    public ReadOnlySpan<byte> Bytes => _seen.Bytes;

    /// <summary>A content that is all on the disk.</summary>
    public static SimulatedContent Durable(SimulatedBytes bytes) => new() { _seen = bytes, _durable = bytes.Copy() };

    public void Write(long offset, ReadOnlySpan<byte> bytes) => Apply(new Change(offset, bytes.ToArray(), 0));

    public void SetLength(long length) => Apply(new Change(0, null, length));

    /// <summary>All that was written is on the disk, except what a failed sync forgot.</summary>
    public void Sync()
    {
        foreach (Change change in _changes.Where(change => change.State == State.Waiting))
            change.State = State.Durable;
        while (_changes is [{ State: State.Durable } oldest, ..])
        {
            oldest.ApplyTo(_durable);
            _changes.RemoveAt(0);
        }
    }

    public void FailSync()
    {
        foreach (Change change in _changes.Where(change => change.State == State.Waiting))
            change.State = State.Forgotten;
    }

    public void Flip(long offset, byte xor)
    {
        _seen.Flip(offset, xor);
        _durable.Flip(offset, xor);
    }

    /// <summary>What the disk has after a loss of power.</summary>
    /// <param name="random">Decides for each change that was not synced.</param>
    /// <param name="kept">How likely such a change is kept whole.</param>
    public SimulatedBytes Survivor(Random random, double kept)
    {
        SimulatedBytes survivor = _durable.Copy();
        var unsynced = new List<Change>();
        foreach (Change change in _changes)
        {
            if (change.State != State.Durable)
            {
                unsynced.Add(change);
                continue;
            }

            Survive(unsynced, survivor, random, kept);
            change.ApplyTo(survivor);
        }

        Survive(unsynced, survivor, random, kept);
        return survivor;
    }

    private static void Survive(List<Change> unsynced, SimulatedBytes survivor, Random random, double kept)
    {
        if (random.Next(2) == 0)
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(unsynced));
        foreach (Change change in unsynced)
        {
            if (random.NextDouble() < kept)
                change.ApplyTo(survivor);
            else if (kept > 0 && random.Next(2) == 0)
                change.ApplyTorn(survivor, random);
        }

        unsynced.Clear();
    }

    private void Apply(Change change)
    {
        change.ApplyTo(_seen);
        _changes.Add(change);
    }

    private enum State
    {
        Waiting,
        Durable,
        Forgotten,
    }

    private sealed class Change(long offset, byte[]? bytes, long length)
    {
        public State State { get; set; }

        public void ApplyTo(SimulatedBytes target)
        {
            if (bytes is null)
                target.SetLength(length);
            else
                target.Write(offset, bytes);
        }

        /// <summary>Each sector is written or not.</summary>
        public void ApplyTorn(SimulatedBytes target, Random random)
        {
            int sector = random.Next(2) == 0 ? 512 : 4096;
            bool prefix = random.Next(2) == 0;
            for (int at = 0; at < (bytes?.Length ?? 0);)
            {
                int end = (int)Math.Min(bytes!.Length, ((((offset + at) / sector) + 1) * sector) - offset);
                if (random.Next(2) == 0)
                    target.Write(offset + at, bytes.AsSpan(at, end - at));
                else if (prefix)
                    return;
                at = end;
            }
        }
    }
}
