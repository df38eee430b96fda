namespace Perto.Streaming;

/// <summary>Rules of viewings.</summary>
internal static class Viewings
{
    // Where a player does not tell the seconds: about the length of a film.
    private const double AssumedSeconds = 2 * 60 * 60;

    /// <summary>When a viewing had come so far, if it went without a pause.</summary>
    /// <param name="startedAt">When it began, in Unix microseconds.</param>
    /// <param name="progress">The watched fraction.</param>
    /// <param name="seconds">The watched seconds, if they are known.</param>
    /// <returns>The moment in Unix microseconds.</returns>
    public static long EndOf(long startedAt, double progress, long? seconds) => startedAt + (long)((seconds ?? (progress * AssumedSeconds)) * 1e6);
}
