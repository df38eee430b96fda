namespace Perto.Targeting;

/// <summary>Neighbouring buckets.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The one behind the last.</param>
public readonly record struct BucketRange(int From, int To)
{
    /// <summary>How many they are.</summary>
    public int Size() => To - From;

    /// <summary>Whether a bucket is among them.</summary>
    public bool Contains(int bucket) => bucket >= From && bucket < To;
}
