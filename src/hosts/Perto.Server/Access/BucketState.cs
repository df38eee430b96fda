namespace Perto.Server;

/// <summary>What a bucket said.</summary>
/// <param name="IsTaken">Whether there was a token.</param>
/// <param name="Left">Tokens that are left.</param>
/// <param name="PerSecond">Tokens that come back each second.</param>
/// <param name="Burst">Tokens of a full bucket.</param>
internal readonly record struct BucketState(bool IsTaken, double Left, double PerSecond, double Burst)
{
    /// <summary>Until there is a token again.</summary>
    public TimeSpan Wait => TimeSpan.FromSeconds(Math.Max(0, (1 - Left) / PerSecond));

    /// <summary>Until the bucket is full again.</summary>
    public TimeSpan UntilFull => TimeSpan.FromSeconds((Burst - Left) / PerSecond);
}
