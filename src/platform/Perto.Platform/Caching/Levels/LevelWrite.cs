namespace Perto.Platform;

/// <summary>What a level is to hold under a key.</summary>
/// <param name="Key">See <see cref="LevelKey"/>.</param>
/// <param name="Bytes">The value with what is known of it.</param>
/// <param name="Read">
/// What was read before the value was made: a level that has a <see cref="RemovalMark"/> which was not there then refuses the value, because it
/// may be older than the removal.
/// </param>
/// <param name="Lifetime">After which the level may drop it.</param>
public sealed record LevelWrite(string Key, byte[] Bytes, byte[]? Read, TimeSpan Lifetime);
